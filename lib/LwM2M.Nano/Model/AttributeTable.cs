// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Model
{
    /// <summary>The attributes one server has written, by path. Bounded.</summary>
    public sealed class AttributeTable
    {
        private const int MaximumEntries = 12;

        private readonly NotificationAttributes[] _entries = new NotificationAttributes[MaximumEntries];
        private int _count;

        /// <summary>The attributes attached to exactly this path.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>The attributes, or null.</returns>
        public NotificationAttributes Find(long path)
        {
            for (int i = 0; i < MaximumEntries; i++)
            {
                if (_entries[i] != null && _entries[i].Path == path)
                {
                    return _entries[i];
                }
            }

            return null;
        }

        /// <summary>Puts attributes in the place of those their path had; empty ones are removed.</summary>
        /// <returns>False when there is no room.</returns>
        internal bool Replace(NotificationAttributes attributes)
        {
            int free = -1;
            for (int i = 0; i < MaximumEntries; i++)
            {
                if (_entries[i] != null && _entries[i].Path == attributes.Path)
                {
                    _entries[i] = attributes.Given == 0 ? null : attributes;
                    _count -= attributes.Given == 0 ? 1 : 0;
                    return true;
                }

                free = _entries[i] == null ? i : free;
            }

            if (free >= 0 && attributes.Given != 0)
            {
                _entries[free] = attributes;
                _count++;
            }

            return free >= 0 || attributes.Given == 0;
        }

        /// <summary>What holds for a path: its own attributes, then its instance's, then its object's.</summary>
        internal void Resolve(long path, NotificationAttributes result)
        {
            result.Clear();
            for (int level = _count == 0 ? 0 : ResourcePath.Level(path); level > 0; level--)
            {
                long above = level == 4 ? path : path | (0xFFFFFFFFFFFFL >> ((level - 1) * 16));
                NotificationAttributes own = Find(above);
                if (own != null)
                {
                    result.Inherit(own);
                }
            }
        }
    }
}
