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

            CoapCode result = CoapCode.NotFound;
            for (int i = 0; i < found.InstanceCount; i++)
            {
                instanceId = found.InstanceIdAt(i);
                if (registry.Allows(found.ObjectId, instanceId, AccessRight.Read))
                {
                    writer.BeginInstance(instanceId);
                    result = Combine(result, CollectInstance(found, instanceId, writer));
                    writer.EndInstance();
                }
            }

            return result == CoapCode.NotFound ? CoapCode.Content : result;
        }

        /// <summary>Encodes what may be read below several paths; one that is not there is left out.</summary>
        /// <returns>Content, Pending, or the error that is the answer.</returns>
        internal static CoapCode CollectAll(ObjectRegistry registry, long[] paths, int count, ResourceWriter writer)
        {
            CoapCode result = CoapCode.NotFound;
            for (int i = 0; i < count; i++)
            {
                if (paths[i] == ResourcePath.Root)
                {
                    result = Combine(result, CollectRoot(registry, writer));
                }
                else if (Lookup.Check(registry, paths[i], out LwM2MObject found, out int definition) == CoapCode.Content)
                {
                    result = Combine(result, Collect(registry, found, paths[i], definition, writer));
                }
            }

            return result == CoapCode.NotFound ? CoapCode.Content : result;
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
                return Read(found, instanceId, resourceId, resourceInstanceId, writer);
            }

            CoapCode result = CoapCode.NotFound;
            writer.BeginMultiple(resourceId);
            int count = found.ResourceInstanceCount(instanceId, resourceId);
            for (int i = 0; i < count; i++)
            {
                int id = found.ResourceInstanceIdAt(instanceId, resourceId, i);
                writer.SetResourceInstance(id);
                result = Combine(result, Read(found, instanceId, resourceId, id, writer));
            }

            writer.EndMultiple();
            return result == CoapCode.NotFound ? CoapCode.Content : result;
        }

        // A value that is not there now is no error where others stand beside it.
        private static CoapCode Read(LwM2MObject found, int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            CoapCode code = found.ReadResource(instanceId, resourceId, resourceInstanceId, writer);
            return writer.IsAbsent ? TakeAbsent(writer) : code;
        }

        private static CoapCode TakeAbsent(ResourceWriter writer)
        {
            writer.IsAbsent = false;
            return CoapCode.NotFound;
        }

        // What can be read is answered: an error counts only when nothing beside it could be read. What is waited for comes first.
        private static CoapCode Combine(CoapCode result, CoapCode next)
        {
            return result == CoapCode.Pending || next == CoapCode.NotFound || next == CoapCode.MethodNotAllowed ? result
                : next == CoapCode.Pending || next == CoapCode.Content || result == CoapCode.NotFound ? next
                : result;
        }

        private static CoapCode CollectRoot(ObjectRegistry registry, ResourceWriter writer)
        {
            CoapCode result = CoapCode.NotFound;
            for (int i = 0; i < registry.Count; i++)
            {
                if (Lookup.IsPublic(registry[i].ObjectId))
                {
                    result = Combine(result, Collect(registry, registry[i], ResourcePath.Of(registry[i].ObjectId), -1, writer));
                }
            }

            return result == CoapCode.NotFound ? CoapCode.Content : result;
        }

        private static CoapCode CollectInstance(LwM2MObject found, int instanceId, ResourceWriter writer)
        {
            CoapCode result = CoapCode.NotFound;
            for (int i = 0; i < found.Resources.Length; i++)
            {
                int resourceId = Resource.Id(found.Resources[i]);
                int definition = found.HasResource(instanceId, resourceId) ? found.DefinitionIn(instanceId, found.Resources[i]) : 0;
                if ((definition & Resource.Read) != 0)
                {
                    result = Combine(result, CollectResource(found, instanceId, definition, ResourcePath.None, writer));
                }
            }

            return result == CoapCode.NotFound ? CoapCode.Content : result;
        }
    }
}
