// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Model
{
    /// <summary>Encodes what may be read: a resource, an instance, an object, several paths.</summary>
    internal static class Collector
    {
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
                    : Lookup.Check(registry, paths[i], out LwM2MObject found, out int definition) == CoapCode.Content ? Collect(registry, found, paths[i], definition, writer)
                    : CoapCode.Content;
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Content && code != CoapCode.NotFound)
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
                CoapCode code = found.ReadResource(instanceId, resourceId, ResourcePath.None, writer);
                return writer.IsAbsent ? TakeAbsent(writer) : code;
            }

            if (resourceInstanceId != ResourcePath.None)
            {
                writer.SetResourceInstance(resourceInstanceId);
                CoapCode code = found.ReadResource(instanceId, resourceId, resourceInstanceId, writer);
                return writer.IsAbsent ? TakeAbsent(writer) : code;
            }

            CoapCode result = CoapCode.Content;
            writer.BeginMultiple(resourceId);
            int count = found.ResourceInstanceCount(instanceId, resourceId);
            for (int i = 0; i < count; i++)
            {
                int id = found.ResourceInstanceIdAt(instanceId, resourceId, i);
                writer.SetResourceInstance(id);
                CoapCode code = found.ReadResource(instanceId, resourceId, id, writer);
                code = writer.IsAbsent ? TakeAbsent(writer) : code;
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Content && code != CoapCode.NotFound)
                {
                    return code;
                }
            }

            writer.EndMultiple();
            return result;
        }

        // A value that is not there now is no error where others stand beside it.
        private static CoapCode TakeAbsent(ResourceWriter writer)
        {
            writer.IsAbsent = false;
            return CoapCode.NotFound;
        }

        private static CoapCode CollectRoot(ObjectRegistry registry, ResourceWriter writer)
        {
            CoapCode result = CoapCode.Content;
            for (int i = 0; i < registry.Count; i++)
            {
                CoapCode code = Lookup.IsPublic(registry[i].ObjectId) ? Collect(registry, registry[i], ResourcePath.Of(registry[i].ObjectId), -1, writer) : CoapCode.Content;
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
