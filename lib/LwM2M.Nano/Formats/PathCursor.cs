// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>Where a writer that names each value stands, and below which path names are short.</summary>
    internal sealed class PathCursor
    {
        /// <summary>The path all values are at or below; the root when names are whole.</summary>
        internal long Base { get; set; }

        /// <summary>The path of the next value.</summary>
        internal long Current { get; private set; }

        internal void Enter(long path)
        {
            Current = path;
        }

        internal void SetInstance(int instanceId)
        {
            Current = ResourcePath.Of(ResourcePath.ObjectId(Current), instanceId);
        }

        internal void SetResource(int resourceId)
        {
            Current = ResourcePath.Of(ResourcePath.ObjectId(Current), ResourcePath.InstanceId(Current), resourceId);
        }

        internal void SetResourceInstance(int resourceInstanceId)
        {
            Current = ResourcePath.Of(ResourcePath.ObjectId(Current), ResourcePath.InstanceId(Current), ResourcePath.ResourceId(Current), resourceInstanceId);
        }

        /// <summary>Writes the part of a path that is below another, such as "/5700" of /3303/0/5700 below /3303/0.</summary>
        internal static int FormatBelow(long path, long basePath, byte[] buffer, int offset)
        {
            int start = offset;
            int level = ResourcePath.Level(path);
            for (int i = ResourcePath.Level(basePath), shift = 48 - i * 16; i < level; i++, shift -= 16)
            {
                buffer[offset++] = (byte)'/';
                offset += NumberText.FormatInteger((path >> shift) & 0xFFFF, buffer, offset);
            }

            return offset - start;
        }
    }
}
