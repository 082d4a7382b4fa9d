// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>The path of a request: its Uri-Path options as IDs.</summary>
    internal static class RequestPath
    {
        /// <summary>Reads the path a request names. One with a device's prefix must be at or below an instance of that device's.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="request">A parsed message.</param>
        /// <param name="path">The path, without the prefix.</param>
        /// <returns>False when it is none.</returns>
        internal static bool TryResolve(ObjectRegistry registry, CoapMessage request, out long path)
        {
            if (TryParse(request, out path, 0))
            {
                return true;
            }

            int at = request.PathIndex;
            return registry.Devices != null && TryParse(request, out path, 1) && ResourcePath.Level(path) >= 2
                && registry.Devices.Owns(request.Buffer, request.OptionOffset(at), request.OptionLength(at), ResourcePath.ObjectId(path), ResourcePath.InstanceId(path));
        }

        /// <summary>Reads the IDs of a request's path.</summary>
        /// <param name="request">A parsed message.</param>
        /// <param name="path">The path.</param>
        /// <param name="skip">How many segments come before it.</param>
        /// <returns>False when a segment is not a number from 0 to 65534, or there are more than four.</returns>
        internal static bool TryParse(CoapMessage request, out long path, int skip)
        {
            path = ResourcePath.Root;
            int levels = request.PathCount - skip;
            if (levels > 4 || levels < 0)
            {
                return false;
            }

            long ids = 0;
            byte[] buffer = request.Buffer;
            int first = request.PathIndex + skip;
            for (int i = first; i < first + levels; i++)
            {
                int id = ResourcePath.ParseId(buffer, request.OptionOffset(i), request.OptionLength(i));
                if (id < 0)
                {
                    return false;
                }

                ids = (ids << 16) | (long)id;
            }

            // What is not given is all ones.
            for (int i = levels; i < 4; i++)
            {
                ids = (ids << 16) | (long)ResourcePath.None;
            }

            path = ids;
            return true;
        }
    }
}
