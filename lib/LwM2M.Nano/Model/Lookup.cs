// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Model
{
    /// <summary>Finds what a path names, and says what the server for whom the operation is run may do with it.</summary>
    internal static class Lookup
    {
        /// <summary>Whether an object is open to servers. Security (0) and OSCORE (21) are for the bootstrap interface only.</summary>
        internal static bool IsPublic(int objectId)
        {
            return objectId != 0 && objectId != 21;
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

            int level = ResourcePath.Level(path);
            if (code != CoapCode.Content || level < 3)
            {
                return code;
            }

            definition = resource;
            if ((resource & Resource.Read) == 0)
            {
                return CoapCode.MethodNotAllowed;
            }

            return level < 4 || HasResourceInstance(found, path) ? CoapCode.Content : CoapCode.NotFound;
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
            if (definition != -1 && found.HasResource(instanceId, resourceId))
            {
                definition = found.DefinitionIn(instanceId, definition);
                return CoapCode.Content;
            }

            return CoapCode.NotFound;
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
            if (registry.AccessControl == null || instanceId != ResourcePath.None)
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

            return found.InstanceCount == 0;
        }
    }
}
