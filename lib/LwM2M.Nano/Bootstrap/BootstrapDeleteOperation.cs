// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Bootstrap
{
    /// <summary>Bootstrap-Delete: an instance, an object's instances, or all there are, but never the bootstrap server's own account.</summary>
    internal static class BootstrapDeleteOperation
    {
        internal static CoapCode Run(OperationContext context)
        {
            ObjectRegistry registry = context.Registry;
            int level = ResourcePath.Level(context.Path);
            if (level > 2)
            {
                return CoapCode.MethodNotAllowed;
            }

            if (level == 0)
            {
                for (int i = 0; i < registry.Count; i++)
                {
                    DeleteInstances(registry, registry[i]);
                }

                registry.OnObjectsChanged();
                return CoapCode.Deleted;
            }

            LwM2MObject found = registry.Find(ResourcePath.ObjectId(context.Path));
            if (found == null)
            {
                return CoapCode.NotFound;
            }

            if (level == 1)
            {
                DeleteInstances(registry, found);
            }
            else
            {
                int instanceId = ResourcePath.InstanceId(context.Path);
                CoapCode code = !found.HasInstance(instanceId) ? CoapCode.NotFound
                    : IsBootstrapAccount(found, instanceId) ? CoapCode.BadRequest
                    : Delete(registry, found, instanceId);
                if (code != CoapCode.Deleted)
                {
                    return code;
                }
            }

            registry.OnObjectsChanged();
            return CoapCode.Deleted;
        }

        // An object whose instances are fixed keeps them.
        private static void DeleteInstances(ObjectRegistry registry, LwM2MObject found)
        {
            for (int i = found.InstanceCount - 1; i >= 0; i--)
            {
                if (!IsBootstrapAccount(found, found.InstanceIdAt(i)))
                {
                    Delete(registry, found, found.InstanceIdAt(i));
                }
            }
        }

        private static CoapCode Delete(ObjectRegistry registry, LwM2MObject found, int instanceId)
        {
            CoapCode code = found.DeleteInstance(instanceId);
            if (code == CoapCode.Deleted && registry.AccessControl != null)
            {
                registry.AccessControl.OnDeleted(found.ObjectId, instanceId);
            }

            return code;
        }

        private static bool IsBootstrapAccount(LwM2MObject found, int instanceId)
        {
            return found.ObjectId == 0 && ((SecurityInstance)((SecurityObject)found).FindInstance(instanceId)).IsBootstrap;
        }
    }
}
