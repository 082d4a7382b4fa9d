// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>An object link as text: object ID, colon, object instance ID.</summary>
    internal static class ObjectLinkText
    {
        internal const int MaximumLength = 11;

        internal static int Format(int objectId, int instanceId, byte[] buffer, int offset)
        {
            int start = offset;
            offset += NumberText.FormatInteger(objectId, buffer, offset);
            buffer[offset++] = (byte)':';
            offset += NumberText.FormatInteger(instanceId, buffer, offset);
            return offset - start;
        }

        internal static bool TryParse(byte[] buffer, int offset, int count, out int objectId, out int instanceId)
        {
            objectId = 0;
            instanceId = 0;
            int colon = offset;
            int end = offset + count;
            while (colon < end && buffer[colon] != ':')
            {
                colon++;
            }

            if (!NumberText.TryParseInteger(buffer, offset, colon - offset, out long first)
                || !NumberText.TryParseInteger(buffer, colon + 1, end - colon - 1, out long second)
                || first < 0 || first > ResourcePath.None || second < 0 || second > ResourcePath.None)
            {
                return false;
            }

            objectId = (int)first;
            instanceId = (int)second;
            return true;
        }
    }
}
