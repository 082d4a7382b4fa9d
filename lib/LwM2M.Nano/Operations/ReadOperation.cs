// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>Read: an object, an object instance, a resource or a resource instance.</summary>
    internal static class ReadOperation
    {
        internal static CoapCode Run(OperationContext context)
        {
            CoapCode code = Select(
                context.Registry, context.Formats, context.Path, context.Request.Accept, out ResourceWriter writer, out LwM2MObject found, out int definition);
            if (code != CoapCode.Content)
            {
                return code;
            }

            bool opaque = (definition & Resource.TypeMask) == Resource.Opaque && ResourcePath.Level(context.Path) == 3;
            if (opaque && (context.Request.Accept == ContentFormat.None || writer.ContentFormat == ContentFormat.Opaque) && Give(context, found))
            {
                return CoapCode.Content;
            }

            int offset = context.Response.BeginContent(writer.ContentFormat);
            writer.Open(context.Response.Writer.Buffer, offset, context.Response.Writer.PayloadCapacity);
            writer.SetBase(context.Path);
            code = Collector.Collect(context.Registry, found, context.Path, definition, writer);
            return code == CoapCode.Content ? context.Response.EndContent(writer.Close(), writer.Overflowed) : code;
        }

        private static bool Give(OperationContext context, LwM2MObject found)
        {
            BodySource source = found.OpenSource(ResourcePath.InstanceId(context.Path), ResourcePath.ResourceId(context.Path));
            if (source != null)
            {
                context.Response.Give(source, ContentFormat.Opaque);
            }

            return source != null;
        }

        /// <summary>Finds the writer for a path, or says why there is none.</summary>
        internal static CoapCode Select(
            ObjectRegistry registry, FormatTable formats, long path, int accept, out ResourceWriter writer, out LwM2MObject found, out int definition)
        {
            writer = formats.FindWriter(accept);
            CoapCode code = Lookup.Check(registry, path, out found, out definition);
            if (code != CoapCode.Content)
            {
                return code;
            }

            if (writer == null)
            {
                return CoapCode.NotAcceptable;
            }

            int level = ResourcePath.Level(path);
            bool single = level == 4 || (level == 3 && ((definition & Resource.Multiple) == 0 || writer.HoldsList));
            bool opaque = (definition & Resource.TypeMask) == Resource.Opaque;
            bool fits = writer.IsStructured || (single && (writer.ContentFormat != ContentFormat.Opaque || opaque));
            return fits ? CoapCode.Content : CoapCode.NotAcceptable;
        }
    }
}
