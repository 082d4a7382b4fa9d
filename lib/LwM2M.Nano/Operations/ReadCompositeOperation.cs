// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>Read-Composite (FETCH): several paths in one message. What is not there is left out.</summary>
    internal static class ReadCompositeOperation
    {
        internal static CoapCode Run(OperationContext context)
        {
            CoapMessage request = context.Request;
            CoapCode code = ReadPaths(context, out long[] paths, out int count);
            if (code != CoapCode.Content)
            {
                return code;
            }

            ResourceWriter writer = context.Formats.FindWriter(request.Accept == ContentFormat.None ? request.ContentFormat : request.Accept);
            if (writer == null || !writer.NamesWholePaths)
            {
                return CoapCode.NotAcceptable;
            }

            int offset = context.Response.BeginContent(writer.ContentFormat);
            writer.Open(context.Response.Writer.Buffer, offset, context.Response.Writer.PayloadCapacity);
            code = Collector.CollectAll(context.Registry, paths, count, writer);
            return code == CoapCode.Content ? context.Response.EndContent(writer.Close(), writer.Overflowed) : code;
        }

        /// <summary>Reads the paths a request names into the context's own list.</summary>
        internal static CoapCode ReadPaths(OperationContext context, out long[] paths, out int count)
        {
            CoapMessage request = context.Request;
            paths = context.Paths;
            count = 0;
            bool closed = false;
            ResourceReader reader = context.Formats.FindReader(request.ContentFormat);
            if (reader == null || !reader.NamesWholePaths)
            {
                return CoapCode.UnsupportedContentFormat;
            }

            reader.Open(request.Buffer, request.PayloadOffset, request.PayloadLength, ResourcePath.Root);
            while (reader.MoveNext())
            {
                if (count == paths.Length)
                {
                    return CoapCode.RequestEntityTooLarge;
                }

                // What the server may not read is left out (LwM2M 1.1 section 6.3.8).
                if (Lookup.IsPublic(ResourcePath.ObjectId(reader.Path)))
                {
                    paths[count++] = reader.Path;
                }
                else
                {
                    closed = true;
                }
            }

            return reader.IsMalformed || (count == 0 && !closed) ? CoapCode.BadRequest : count == 0 ? CoapCode.Unauthorized : CoapCode.Content;
        }
    }
}
