// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>Write-Composite (iPATCH): several resources of several objects, all or none.</summary>
    internal static class WriteCompositeOperation
    {
        internal static CoapCode Run(OperationContext context)
        {
            CoapMessage request = context.Request;
            ResourceReader reader = context.Formats.FindReader(request.ContentFormat);
            if (reader == null || !reader.NamesWholePaths)
            {
                return CoapCode.UnsupportedContentFormat;
            }

            reader.Open(request.Buffer, request.PayloadOffset, request.PayloadLength, ResourcePath.Root);
            while (reader.MoveNext())
            {
                if (!Lookup.IsPublic(ResourcePath.ObjectId(reader.Path)))
                {
                    return CoapCode.Unauthorized;
                }
            }

            reader.Restart();
            CoapCode code = WriteOperation.Validate(context, ResourcePath.None, reader, out WriteExtent extent);
            return code == CoapCode.Changed ? WriteOperation.Apply(context, ResourcePath.None, reader, extent, false, true) : code;
        }
    }
}
