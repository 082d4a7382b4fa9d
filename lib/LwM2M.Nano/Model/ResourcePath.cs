// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Text;

namespace LwM2M.Nano.Model
{
    /// <summary>
    /// A path /object/instance/resource/resource-instance, packed into a <see cref="long"/> of four 16-bit IDs so that it
    /// costs no memory to pass, compare or keep. 65535 is no valid ID in LwM2M and stands for "not given".
    /// </summary>
    public static class ResourcePath
    {
        /// <summary>An ID that is not given.</summary>
        public const int None = 0xFFFF;

        /// <summary>The path "/".</summary>
        public const long Root = -1;

        /// <summary>Longest text of a path: "/65534/65534/65534/65534".</summary>
        public const int MaximumTextLength = 24;

        /// <summary>Packs a path.</summary>
        /// <param name="objectId">Object ID.</param>
        /// <param name="instanceId">Object instance ID or <see cref="None"/>.</param>
        /// <param name="resourceId">Resource ID or <see cref="None"/>.</param>
        /// <param name="resourceInstanceId">Resource instance ID or <see cref="None"/>.</param>
        /// <returns>The packed path.</returns>
        public static long Of(int objectId, int instanceId = None, int resourceId = None, int resourceInstanceId = None)
        {
            return ((long)objectId << 48) | ((long)instanceId << 32) | ((long)resourceId << 16) | (long)resourceInstanceId;
        }

        /// <summary>The object ID of a path, or <see cref="None"/> for the root.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>An ID.</returns>
        public static int ObjectId(long path)
        {
            return (int)(path >> 48) & 0xFFFF;
        }

        /// <summary>The object instance ID of a path, or <see cref="None"/>.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>An ID.</returns>
        public static int InstanceId(long path)
        {
            return (int)(path >> 32) & 0xFFFF;
        }

        /// <summary>The resource ID of a path, or <see cref="None"/>.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>An ID.</returns>
        public static int ResourceId(long path)
        {
            return (int)(path >> 16) & 0xFFFF;
        }

        /// <summary>The resource instance ID of a path, or <see cref="None"/>.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>An ID.</returns>
        public static int ResourceInstanceId(long path)
        {
            return (int)path & 0xFFFF;
        }

        /// <summary>How deep a path goes: 0 root, 1 object, 2 object instance, 3 resource, 4 resource instance.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>0 to 4.</returns>
        public static int Level(long path)
        {
            return (path & 0xFFFF) != 0xFFFF ? 4
                : (path & 0xFFFF0000L) != 0xFFFF0000L ? 3
                : (path & 0xFFFF00000000L) != 0xFFFF00000000L ? 2
                : path != Root ? 1 : 0;
        }

        /// <summary>Whether one path is the other, or lies below it.</summary>
        /// <param name="outer">Such as /3303/0.</param>
        /// <param name="inner">Such as /3303/0/5700.</param>
        /// <returns>True for a path and all that is below it.</returns>
        public static bool Contains(long outer, long inner)
        {
            int level = Level(outer);
            return level == 0 || (outer >> ((4 - level) * 16)) == (inner >> ((4 - level) * 16));
        }

        /// <summary>Reads a path from text such as "/3303/0/5700".</summary>
        /// <param name="buffer">Holds ASCII text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length.</param>
        /// <param name="path">The path.</param>
        /// <returns>False when the text is not a path.</returns>
        public static bool TryParse(byte[] buffer, int offset, int count, out long path)
        {
            path = Root;
            int end = offset + count;
            if (count == 0 || buffer[offset] != '/')
            {
                return false;
            }

            if (count == 1)
            {
                return true;
            }

            for (int shift = 48; offset < end; shift -= 16)
            {
                int start = ++offset;
                while (offset < end && buffer[offset] != '/')
                {
                    offset++;
                }

                int id = ParseId(buffer, start, offset - start);
                if (id < 0 || shift < 0)
                {
                    return false;
                }

                path = (path & ~(0xFFFFL << shift)) | ((long)id << shift);
            }

            return true;
        }

        /// <summary>Writes a path as text.</summary>
        /// <param name="path">A packed path.</param>
        /// <param name="buffer">Room for <see cref="MaximumTextLength"/> bytes.</param>
        /// <param name="offset">Where to write.</param>
        /// <returns>The length of the text.</returns>
        public static int Format(long path, byte[] buffer, int offset)
        {
            int start = offset;
            int level = Level(path);
            if (level == 0)
            {
                buffer[offset++] = (byte)'/';
            }

            for (int i = 0, shift = 48; i < level; i++, shift -= 16)
            {
                buffer[offset++] = (byte)'/';
                offset += NumberText.FormatInteger((path >> shift) & 0xFFFF, buffer, offset);
            }

            return offset - start;
        }

        /// <summary>The path as a string, for the log. Allocates.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>Such as "/3303/0/5700".</returns>
        public static string ToText(long path)
        {
            string text = "";
            for (int i = 0, shift = 48; i < Level(path); i++, shift -= 16)
            {
                text += "/" + ((path >> shift) & 0xFFFF).ToString();
            }

            return text.Length == 0 ? "/" : text;
        }

        /// <summary>Reads one ID of a path: digits without a leading zero.</summary>
        /// <returns>0 to 65534, or -1.</returns>
        internal static int ParseId(byte[] buffer, int offset, int length)
        {
            if (length == 0 || length > 5)
            {
                return -1;
            }

            int id = buffer[offset] - '0';
            if ((uint)id > 9 || (id == 0 && length > 1))
            {
                return -1;
            }

            for (int end = offset + length; ++offset < end;)
            {
                int digit = buffer[offset] - '0';
                if ((uint)digit > 9)
                {
                    return -1;
                }

                id = id * 10 + digit;
            }

            return id < None ? id : -1;
        }
    }
}
