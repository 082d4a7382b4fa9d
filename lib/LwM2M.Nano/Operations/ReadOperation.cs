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

            int offset = context.RespondWithContent(writer.ContentFormat);
            writer.Open(context.Response.Buffer, offset, context.Response.PayloadCapacity);
            writer.SetBase(context.Path);
            code = Collect(context.Registry, found, context.Path, definition, writer);
            return code == CoapCode.Content ? context.EndContent(writer.Close(), writer.Overflowed) : code;
        }

        /// <summary>Whether an object is open to servers. Security (0) and OSCORE (21) are for the bootstrap interface only.</summary>
        internal static bool IsOpen(int objectId)
        {
            return objectId != 0 && objectId != 21;
        }

        /// <summary>Finds the writer for a path, or says why there is none.</summary>
        internal static CoapCode Select(
            ObjectRegistry registry, FormatTable formats, long path, int accept, out ResourceWriter writer, out LwM2MObject found, out int definition)
        {
            writer = formats.FindWriter(accept);
            CoapCode code = Check(registry, path, out found, out definition);
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

        /// <summary>Encodes all that may be read below a path.</summary>
        /// <returns>Content, Pending, or the error that is the answer.</returns>
        internal static CoapCode Collect(ObjectRegistry registry, LwM2MObject found, long path, int definition, ResourceWriter writer)
        {
            int instanceId = ResourcePath.InstanceId(path);
            writer.Enter(path);
            if (instanceId != ResourcePath.None)
            {
                return ResourcePath.ResourceId(path) == ResourcePath.None
                    ? CollectInstance(found, instanceId, writer)
                    : CollectResource(found, instanceId, definition, ResourcePath.ResourceInstanceId(path), writer);
            }

            CoapCode result = CoapCode.Content;
            for (int i = 0; i < found.InstanceCount; i++)
            {
                instanceId = found.InstanceIdAt(i);
                if (!registry.Allows(found.ObjectId, instanceId, AccessRight.Read))
                {
                    continue;
                }

                writer.BeginInstance(instanceId);
                CoapCode code = CollectInstance(found, instanceId, writer);
                writer.EndInstance();
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Content)
                {
                    return code;
                }
            }

            return result;
        }

        /// <summary>Encodes what may be read below several paths; one that is not there is left out.</summary>
        /// <returns>Content, Pending, or the error that is the answer.</returns>
        internal static CoapCode CollectAll(ObjectRegistry registry, long[] paths, int count, ResourceWriter writer)
        {
            CoapCode result = CoapCode.Content;
            for (int i = 0; i < count; i++)
            {
                CoapCode code = paths[i] == ResourcePath.Root ? CollectRoot(registry, writer)
                    : Check(registry, paths[i], out LwM2MObject found, out int definition) == CoapCode.Content ? Collect(registry, found, paths[i], definition, writer)
                    : CoapCode.Content;
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Content)
                {
                    return code;
                }
            }

            return result;
        }

        /// <summary>Encodes one resource, whatever the server may do with it.</summary>
        internal static CoapCode CollectResource(LwM2MObject found, int instanceId, int definition, int resourceInstanceId, ResourceWriter writer)
        {
            int resourceId = Resource.Id(definition);
            if ((definition & Resource.Multiple) == 0)
            {
                writer.SetResource(resourceId);
                return found.ReadResource(instanceId, resourceId, ResourcePath.None, writer);
            }

            if (resourceInstanceId != ResourcePath.None)
            {
                writer.SetResourceInstance(resourceInstanceId);
                return found.ReadResource(instanceId, resourceId, resourceInstanceId, writer);
            }

            CoapCode result = CoapCode.Content;
            writer.BeginMultiple(resourceId);
            int count = found.ResourceInstanceCount(instanceId, resourceId);
            for (int i = 0; i < count; i++)
            {
                int id = found.ResourceInstanceIdAt(instanceId, resourceId, i);
                writer.SetResourceInstance(id);
                CoapCode code = found.ReadResource(instanceId, resourceId, id, writer);
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Content)
                {
                    return code;
                }
            }

            writer.EndMultiple();
            return result;
        }

        /// <summary>Says whether a path exists and may be read.</summary>
        internal static CoapCode Check(ObjectRegistry registry, long path, out LwM2MObject found, out int definition)
        {
            definition = 0;
            CoapCode code = Find(registry, path, out found, out int resource);
            if (code == CoapCode.Content && !IsReadable(registry, found, ResourcePath.InstanceId(path)))
            {
                return CoapCode.Unauthorized;
            }

            if (code != CoapCode.Content || ResourcePath.Level(path) < 3)
            {
                return code;
            }

            definition = resource;
            if ((resource & Resource.Read) == 0)
            {
                return CoapCode.MethodNotAllowed;
            }

            return ResourcePath.Level(path) < 4 || HasResourceInstance(found, path) ? CoapCode.Content : CoapCode.NotFound;
        }

        /// <summary>Finds the object and resource of a path; Content when both exist.</summary>
        internal static CoapCode Find(ObjectRegistry registry, long path, out LwM2MObject found, out int definition)
        {
            definition = -1;
            found = registry.Find(ResourcePath.ObjectId(path));
            if (found == null)
            {
                return CoapCode.NotFound;
            }

            int instanceId = ResourcePath.InstanceId(path);
            if (instanceId == ResourcePath.None)
            {
                return CoapCode.Content;
            }

            if (!found.HasInstance(instanceId))
            {
                return CoapCode.NotFound;
            }

            int resourceId = ResourcePath.ResourceId(path);
            if (resourceId == ResourcePath.None)
            {
                return CoapCode.Content;
            }

            definition = found.Define(resourceId);
            return definition != -1 && found.HasResource(instanceId, resourceId) ? CoapCode.Content : CoapCode.NotFound;
        }

        /// <summary>Whether the resource instance a path names is there.</summary>
        internal static bool HasResourceInstance(LwM2MObject found, long path)
        {
            int instanceId = ResourcePath.InstanceId(path);
            int resourceId = ResourcePath.ResourceId(path);
            int wanted = ResourcePath.ResourceInstanceId(path);
            if ((found.Define(resourceId) & Resource.Multiple) == 0)
            {
                return false;
            }

            for (int i = 0; i < found.ResourceInstanceCount(instanceId, resourceId); i++)
            {
                if (found.ResourceInstanceIdAt(instanceId, resourceId, i) == wanted)
                {
                    return true;
                }
            }

            return false;
        }

        // The server may read the instance, or one of the object's.
        private static bool IsReadable(ObjectRegistry registry, LwM2MObject found, int instanceId)
        {
            if (registry.AccessControl == null || instanceId != ResourcePath.None || found.InstanceCount == 0)
            {
                return registry.Allows(found.ObjectId, instanceId, AccessRight.Read);
            }

            for (int i = 0; i < found.InstanceCount; i++)
            {
                if (registry.Allows(found.ObjectId, found.InstanceIdAt(i), AccessRight.Read))
                {
                    return true;
                }
            }

            return false;
        }

        private static CoapCode CollectRoot(ObjectRegistry registry, ResourceWriter writer)
        {
            CoapCode result = CoapCode.Content;
            for (int i = 0; i < registry.Count; i++)
            {
                CoapCode code = IsOpen(registry[i].ObjectId) ? Collect(registry, registry[i], ResourcePath.Of(registry[i].ObjectId), -1, writer) : CoapCode.Content;
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Content)
                {
                    return code;
                }
            }

            return result;
        }

        private static CoapCode CollectInstance(LwM2MObject found, int instanceId, ResourceWriter writer)
        {
            CoapCode result = CoapCode.Content;
            for (int i = 0; i < found.Resources.Length; i++)
            {
                int definition = found.Resources[i];
                if ((definition & Resource.Read) == 0 || !found.HasResource(instanceId, Resource.Id(definition)))
                {
                    continue;
                }

                CoapCode code = CollectResource(found, instanceId, definition, ResourcePath.None, writer);
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Content && code != CoapCode.NotFound && code != CoapCode.MethodNotAllowed)
                {
                    return code;
                }
            }

            return result;
        }
    }
}
