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
            CoapCode code = ReadOperation.Find(context.Registry, context.Path, out LwM2MObject found, out int _);
            if (code != CoapCode.Content)
            {
                return code;
            }

            code = found.DeleteInstance(ResourcePath.InstanceId(context.Path));
            if (code == CoapCode.Deleted)
            {
                context.Registry.OnObjectsChanged();
            }

            return code;
        }
    }
}
