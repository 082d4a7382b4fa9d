// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>Delete: an object instance.</summary>
    internal static class DeleteOperation
    {
        internal static CoapCode Run(OperationContext context)
        {
            CoapCode code = Lookup.Find(context.Registry, context.Path, out LwM2MObject found, out int _);
            if (code != CoapCode.Content)
            {
                return code;
            }

            int instanceId = ResourcePath.InstanceId(context.Path);
            if (!found.IsCreatable)
            {
                return CoapCode.MethodNotAllowed;
            }

            if (!context.Registry.Allows(found.ObjectId, instanceId, AccessRight.Delete))
            {
                return CoapCode.Unauthorized;
            }

            code = found.DeleteInstance(instanceId);
            if (code == CoapCode.Deleted)
            {
                if (context.Registry.AccessControl != null)
                {
                    context.Registry.AccessControl.OnDeleted(found.ObjectId, instanceId);
                }

                context.Registry.OnObjectsChanged();
                context.Registry.OnChanged(context.Path);
            }

            return code;
        }
    }
}
