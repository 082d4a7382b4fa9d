// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>Create: a new object instance with its first values, whole or not at all.</summary>
    internal static class CreateOperation
    {
        internal static CoapCode Run(OperationContext context)
        {
            CoapMessage request = context.Request;
            LwM2MObject found = context.Registry.Find(ResourcePath.ObjectId(context.Path));
            if (found == null)
            {
                return CoapCode.NotFound;
            }

            if (!found.IsCreatable)
            {
                return CoapCode.MethodNotAllowed;
            }

            if (!context.Registry.Allows(found.ObjectId, ResourcePath.None, AccessRight.Create))
            {
                return CoapCode.Unauthorized;
            }

            ResourceReader reader = context.Formats.FindReader(request.ContentFormat == ContentFormat.None ? ContentFormat.Tlv : request.ContentFormat);
            if (reader == null)
            {
                return CoapCode.UnsupportedContentFormat;
            }

            reader.Open(request.Buffer, request.PayloadOffset, request.PayloadLength, context.Path);
            int instanceId = ResourcePath.None;
            bool first = true;
            while (reader.MoveNext())
            {
                // One that has no value is named all the same (LwM2M 1.0.2 section 5.4.5).
                int named = ResourcePath.InstanceId(reader.Path);
                if (!first && named != instanceId)
                {
                    return CoapCode.BadRequest;
                }

                first = false;
                instanceId = named;
            }

            if (reader.IsMalformed || !HasMandatory(found, reader))
            {
                return CoapCode.BadRequest;
            }

            if (instanceId == ResourcePath.None)
            {
                instanceId = found.FirstFreeInstanceId();
            }
            else if (found.HasInstance(instanceId))
            {
                return CoapCode.BadRequest;
            }

            CoapCode code = found.CreateInstance(instanceId);
            if (code != CoapCode.Created)
            {
                return code;
            }

            if (context.Registry.AccessControl != null)
            {
                context.Registry.AccessControl.OnCreated(context.Registry.Operation.ServerId, found.ObjectId, instanceId);
            }

            reader.Restart();
            code = WriteOperation.Validate(context, instanceId, reader, out WriteExtent extent);
            if (code == CoapCode.Changed)
            {
                code = WriteOperation.Apply(context, instanceId, reader, extent, false, false);
            }

            if (code != CoapCode.Changed)
            {
                found.DeleteInstance(instanceId);
                if (context.Registry.AccessControl != null)
                {
                    context.Registry.AccessControl.OnDeleted(found.ObjectId, instanceId);
                }

                return code == CoapCode.Pending ? CoapCode.InternalServerError : code;
            }

            context.Registry.OnObjectsChanged();
            context.Registry.OnChanged(ResourcePath.Of(found.ObjectId, instanceId));
            context.Response.Respond(CoapCode.Created);
            context.Response.Writer.AddOption(CoapOption.LocationPath, found.ObjectId.ToString());
            context.Response.Writer.AddOption(CoapOption.LocationPath, instanceId.ToString());
            return CoapCode.Created;
        }

        private static bool HasMandatory(LwM2MObject found, ResourceReader reader)
        {
            for (int i = 0; i < found.Resources.Length; i++)
            {
                if ((found.Resources[i] & Resource.Mandatory) == 0)
                {
                    continue;
                }

                bool given = false;
                reader.Restart();
                while (!given && reader.MoveNext())
                {
                    given = ResourcePath.ResourceId(reader.Path) == Resource.Id(found.Resources[i]);
                }

                if (!given)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
