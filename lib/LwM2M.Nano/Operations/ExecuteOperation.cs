// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>Execute: a resource, with arguments as text.</summary>
    internal static class ExecuteOperation
    {
        internal static CoapCode Run(OperationContext context)
        {
            CoapMessage request = context.Request;
            CoapCode code = Lookup.Find(context.Registry, context.Path, out LwM2MObject found, out int definition);
            if (code != CoapCode.Content)
            {
                return code;
            }

            if ((definition & Resource.Execute) == 0)
            {
                return CoapCode.MethodNotAllowed;
            }

            if (!context.Registry.Allows(found.ObjectId, ResourcePath.InstanceId(context.Path), AccessRight.Execute))
            {
                return CoapCode.Unauthorized;
            }

            return found.ExecuteResource(
                ResourcePath.InstanceId(context.Path), Resource.Id(definition), request.Buffer, request.PayloadOffset, request.PayloadLength);
        }
    }
}
