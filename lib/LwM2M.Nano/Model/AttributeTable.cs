// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Text;

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
            for (int i = 0, left = _count; left > 0; i++)
            {
                NotificationAttributes entry = _entries[i];
                if (entry != null && entry.Path == path)
                {
                    return entry;
                }

                left -= entry == null ? 0 : 1;
            }

            return null;
        }

        /// <summary>How many places there are for paths.</summary>
        internal int Count
        {
            get { return MaximumEntries; }
        }

        /// <summary>The path at a place; the root where there is none.</summary>
        internal long PathAt(int index)
        {
            return _entries[index] == null ? ResourcePath.Root : _entries[index].Path;
        }

        /// <summary>Forgets what is attached at a place.</summary>
        internal void RemoveAt(int index)
        {
            _count -= _entries[index] == null ? 0 : 1;
            _entries[index] = null;
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

                free = free < 0 && _entries[i] == null ? i : free;
            }

            if (free >= 0 && attributes.Given != 0)
            {
                _entries[free] = attributes;
                _count++;
            }

            return free >= 0 || attributes.Given == 0;
        }

        /// <summary>The room they take in a record, in bytes.</summary>
        internal int RecordLength
        {
            get
            {
                int length = 1;
                for (int i = 0; i < MaximumEntries; i++)
                {
                    length += _entries[i] == null ? 0 : EntryLength(_entries[i].Given);
                }

                return length;
            }
        }

        /// <summary>Writes them to a record.</summary>
        /// <returns>Where the record goes on.</returns>
        internal int Save(byte[] record, int at)
        {
            record[at++] = (byte)_count;
            for (int i = 0; i < MaximumEntries; i++)
            {
                NotificationAttributes entry = _entries[i];
                if (entry != null)
                {
                    at = BigEndian.Put(record, at, entry.Path, 8);
                    record[at++] = (byte)entry.Given;
                    for (int flag = 1; flag <= NotificationAttributes.StepGiven; flag <<= 1)
                    {
                        at = entry.Has(flag) ? BigEndian.Put(record, at, BitConverter.DoubleToInt64Bits(entry[flag]), 8) : at;
                    }
                }
            }

            return at;
        }

        /// <summary>Takes up what was written, found whole by <see cref="EndOf"/>.</summary>
        internal void Load(byte[] record, int at)
        {
            int count = record[at++];
            for (int i = 0; i < count && i < MaximumEntries; i++)
            {
                NotificationAttributes entry = new NotificationAttributes { Path = BigEndian.Get(record, at, 8) };
                int given = record[at + 8];
                at += 9;
                for (int flag = 1; flag <= NotificationAttributes.StepGiven; flag <<= 1)
                {
                    if ((given & flag) != 0)
                    {
                        entry.Set(flag, BitConverter.Int64BitsToDouble(BigEndian.Get(record, at, 8)));
                        at += 8;
                    }
                }

                Replace(entry);
            }
        }

        /// <summary>Where attributes in a record end; 0 when they are cut.</summary>
        internal static int EndOf(byte[] record, int at)
        {
            if (at >= record.Length)
            {
                return 0;
            }

            int count = record[at++];
            for (int i = 0; i < count; i++)
            {
                if (at + 9 > record.Length)
                {
                    return 0;
                }

                at += EntryLength(record[at + 8]);
            }

            return at > record.Length ? 0 : at;
        }

        private static int EntryLength(int given)
        {
            int length = 9;
            for (; given != 0; given &= given - 1)
            {
                length += 8;
            }

            return length;
        }

        /// <summary>What holds for a path: its own attributes, then its instance's, then its object's.</summary>
        internal void Resolve(long path, NotificationAttributes result)
        {
            result.Clear();
            int left = _count;
            int matches = 0;
            NotificationAttributes only = null;
            for (int i = 0; left > 0; i++)
            {
                NotificationAttributes entry = _entries[i];
                if (entry != null)
                {
                    left--;
                    if (ResourcePath.Contains(entry.Path, path))
                    {
                        only = entry;
                        matches++;
                    }
                }
            }

            if (matches == 1)
            {
                result.Take(only);
            }

            for (int level = matches < 2 ? 0 : ResourcePath.Level(path); level > 0; level--)
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
