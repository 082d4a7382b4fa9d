// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>
    /// Write, replacing (PUT) or partial (POST): first every value is checked against the table and the object, then all
    /// are applied, or none.
    /// </summary>
    internal static class WriteOperation
    {
        internal static CoapCode Run(OperationContext context, bool replace)
        {
            CoapMessage request = context.Request;
            CoapCode code = Lookup.Find(context.Registry, context.Path, out LwM2MObject found, out int definition);
            if (code != CoapCode.Content)
            {
                return code;
            }

            int level = ResourcePath.Level(context.Path);
            if (level >= 3 && (definition & Resource.Write) == 0)
            {
                return CoapCode.MethodNotAllowed;
            }

            if (level == 3 && request.ContentFormat == ContentFormat.Opaque && (definition & Resource.TypeMask) == Resource.Opaque)
            {
                BodySink sink = OpenBody(context.Registry, context.Path, found, out code);
                if (sink != null || code != CoapCode.Empty)
                {
                    return sink == null ? code : Pour(request, sink);
                }
            }

            ResourceReader reader = context.Formats.FindReader(request.ContentFormat);
            if (reader == null || (reader.ContentFormat == ContentFormat.Opaque && level >= 3 && (definition & Resource.TypeMask) != Resource.Opaque))
            {
                return CoapCode.UnsupportedContentFormat;
            }

            reader.Open(request.Buffer, request.PayloadOffset, request.PayloadLength, context.Path);
            int instanceId = ResourcePath.InstanceId(context.Path);
            code = Validate(context, instanceId, reader, out WriteExtent extent);
            if (code == CoapCode.Changed && level >= 3 && extent == WriteExtent.Nothing)
            {
                return CoapCode.BadRequest; // no entry for the resource that is written
            }

            return code == CoapCode.Changed ? Apply(context, instanceId, reader, extent, replace, true) : code;
        }

        /// <summary>Opens what takes the value of a resource block by block.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="path">An existing, writable, opaque resource.</param>
        /// <param name="found">Its object.</param>
        /// <param name="refusal">Receives why the server may not write it; Empty when it may.</param>
        /// <returns>Null when the object wants the value whole.</returns>
        internal static BodySink OpenBody(ObjectRegistry registry, long path, LwM2MObject found, out CoapCode refusal)
        {
            int instanceId = ResourcePath.InstanceId(path);
            bool allowed = registry.Allows(found.ObjectId, instanceId, AccessRight.Write);
            refusal = allowed ? CoapCode.Empty : CoapCode.Unauthorized;
            return allowed ? found.OpenBody(instanceId, ResourcePath.ResourceId(path)) : null;
        }

        private static CoapCode Pour(CoapMessage request, BodySink sink)
        {
            CoapCode code = sink.Take(request.Buffer, request.PayloadOffset, request.PayloadLength);
            if (code == CoapCode.Continue)
            {
                return sink.End();
            }

            sink.Abandon();
            return code;
        }

        /// <summary>Checks every value and changes nothing.</summary>
        /// <param name="context">The operation.</param>
        /// <param name="instanceId">The instance of values that name none, as in a Create.</param>
        /// <param name="reader">Opened, before its first value.</param>
        /// <param name="extent">How much there is to write.</param>
        /// <returns>Changed when all is well, or the error that is the answer.</returns>
        internal static CoapCode Validate(OperationContext context, int instanceId, ResourceReader reader, out WriteExtent extent)
        {
            ObjectRegistry registry = context.Registry;
            int values = 0;
            bool slow = false;
            extent = WriteExtent.Several;
            long multiple = ResourcePath.Root;
            int count = 0;
            bool any = false;
            while (reader.MoveNext())
            {
                long path = reader.Path;
                if (!ResourcePath.Contains(reader.OpenedAt, path))
                {
                    return CoapCode.BadRequest;
                }

                if (reader.IsEmptyInstance)
                {
                    continue;
                }

                any = true;
                int instance = InstanceOf(path, instanceId);
                int resourceId = ResourcePath.ResourceId(path);
                int resourceInstanceId = ResourcePath.ResourceInstanceId(path);
                CoapCode code = Lookup.Find(registry, ResourcePath.Of(ResourcePath.ObjectId(path), instance, resourceId), out LwM2MObject found, out int definition);
                if (code != CoapCode.Content || definition == -1)
                {
                    return CoapCode.NotFound;
                }

                if ((definition & Resource.Write) == 0)
                {
                    return CoapCode.MethodNotAllowed;
                }

                if (!registry.Allows(found.ObjectId, instance, AccessRight.Write))
                {
                    return CoapCode.Unauthorized;
                }

                bool many = reader.IsEmptyMultiple || resourceInstanceId != ResourcePath.None;
                if (many != ((definition & Resource.Multiple) != 0))
                {
                    return CoapCode.BadRequest;
                }

                long current = many ? ResourcePath.Of(found.ObjectId, instance, resourceId) : ResourcePath.Root;
                if (current != multiple)
                {
                    code = ValidateCount(registry, multiple, count);
                    if (code != CoapCode.Changed)
                    {
                        return code;
                    }

                    multiple = current;
                    count = 0;
                }

                if (reader.IsEmptyMultiple)
                {
                    continue;
                }

                count++;
                code = Note(context.Paths, values, path);
                if (code != CoapCode.Changed)
                {
                    return code;
                }

                if (!reader.Fits(definition) && !found.TakesAnyType(resourceId, reader))
                {
                    return CoapCode.BadRequest;
                }

                code = found.ValidateResource(instance, resourceId, resourceInstanceId, reader);
                if (code != CoapCode.Changed)
                {
                    return code;
                }

                values++;
                slow |= found.IsSlowResource(instance, resourceId, resourceInstanceId);
            }

            extent = slow && values > 1 ? WriteExtent.SeveralSlow : values > 1 ? WriteExtent.Several : any ? WriteExtent.One : WriteExtent.Nothing;

            return reader.IsMalformed ? CoapCode.BadRequest
                : ResourcePath.Level(reader.OpenedAt) == 4 ? CoapCode.Changed
                : ValidateCount(registry, multiple, count);
        }

        /// <summary>Applies validated values; when one fails, all are put back.</summary>
        /// <param name="context">The operation's context.</param>
        /// <param name="instanceId">The instance of values that name none, as in a Create.</param>
        /// <param name="reader">Opened and validated.</param>
        /// <param name="extent">What the validation found.</param>
        /// <param name="replace">Multiple resources are replaced, not merged.</param>
        /// <param name="record">Old values are kept to be put back; not for an instance just created.</param>
        /// <returns>Changed, Pending, or the error that is the answer.</returns>
        internal static CoapCode Apply(OperationContext context, int instanceId, ResourceReader reader, WriteExtent extent, bool replace, bool record)
        {
            CoapCode result = record ? Record(context, instanceId, reader, extent) : CoapCode.Changed;
            if (result != CoapCode.Changed)
            {
                return result;
            }

            // Values that take time are written first, the others when those are done.
            result = extent == WriteExtent.SeveralSlow ? Write(context.Registry, instanceId, reader, replace, false, true) : CoapCode.Changed;
            if (result == CoapCode.Changed)
            {
                result = Write(context.Registry, instanceId, reader, replace, extent != WriteExtent.SeveralSlow, false);
            }

            if (result == CoapCode.Changed)
            {
                context.Transaction.Commit();
            }
            else if (result != CoapCode.Pending)
            {
                context.Transaction.Rollback();
            }

            return result;
        }

        // Writes all values, or only those that take time, or only the others.
        private static CoapCode Write(ObjectRegistry registry, int instanceId, ResourceReader reader, bool replace, bool all, bool slow)
        {
            CoapCode result = CoapCode.Changed;
            long cleared = ResourcePath.Root;
            reader.Restart();
            while (reader.MoveNext())
            {
                if (reader.IsEmptyInstance)
                {
                    continue;
                }

                long path = reader.Path;
                int instance = InstanceOf(path, instanceId);
                int resourceId = ResourcePath.ResourceId(path);
                int resourceInstanceId = ResourcePath.ResourceInstanceId(path);
                LwM2MObject found = registry.Find(ResourcePath.ObjectId(path));
                if (!all && found.IsSlowResource(instance, resourceId, resourceInstanceId) != slow)
                {
                    continue;
                }

                bool many = reader.IsEmptyMultiple || resourceInstanceId != ResourcePath.None;
                long resource = ResourcePath.Of(found.ObjectId, instance, resourceId);
                if (replace && many && cleared != resource)
                {
                    found.ClearResource(instance, resourceId);
                    cleared = resource;
                }

                CoapCode code = reader.IsEmptyMultiple ? CoapCode.Changed : found.WriteResource(instance, resourceId, resourceInstanceId, reader);
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Changed)
                {
                    return code;
                }
            }

            return result;
        }

        // The old value of a resource that is written alone need not be kept.
        private static CoapCode Record(OperationContext context, int instanceId, ResourceReader reader, WriteExtent extent)
        {
            CoapCode result = CoapCode.Changed;
            reader.Restart();
            while (reader.MoveNext())
            {
                if (reader.IsEmptyInstance)
                {
                    continue;
                }

                LwM2MObject found = context.Registry.Find(ResourcePath.ObjectId(reader.Path));
                int definition = found.DefinitionIn(InstanceOf(reader.Path, instanceId), found.Define(ResourcePath.ResourceId(reader.Path)));
                CoapCode code = found.RecordResource(context.Transaction, InstanceOf(reader.Path, instanceId), definition, extent != WriteExtent.One);
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Changed)
                {
                    return code;
                }
            }

            return result;
        }

        // A value may be there once.
        private static CoapCode Note(long[] paths, int count, long path)
        {
            for (int i = 0; i < count; i++)
            {
                if (paths[i] == path)
                {
                    return CoapCode.BadRequest;
                }
            }

            if (count == paths.Length)
            {
                return CoapCode.RequestEntityTooLarge;
            }

            paths[count] = path;
            return CoapCode.Changed;
        }

        private static CoapCode ValidateCount(ObjectRegistry registry, long multiple, int count)
        {
            return multiple == ResourcePath.Root
                ? CoapCode.Changed
                : registry.Find(ResourcePath.ObjectId(multiple)).ValidateCount(ResourcePath.InstanceId(multiple), ResourcePath.ResourceId(multiple), count);
        }

        private static int InstanceOf(long path, int instanceId)
        {
            int named = ResourcePath.InstanceId(path);
            return named == ResourcePath.None ? instanceId : named;
        }
    }
}
