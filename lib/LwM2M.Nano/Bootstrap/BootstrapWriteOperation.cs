// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Bootstrap
{
    /// <summary>
    /// Bootstrap-Write: instances are made or replaced, whole or not at all; a resource the client does not have is passed
    /// over. In the objects that are the bootstrap server's alone it may write what other servers may not.
    /// </summary>
    internal static class BootstrapWriteOperation
    {
        private const int MaximumInstances = 8;

        internal static CoapCode Run(OperationContext context)
        {
            CoapMessage request = context.Request;
            LwM2MObject found = context.Registry.Find(ResourcePath.ObjectId(context.Path));
            int level = ResourcePath.Level(context.Path);
            if (found == null || level > 3)
            {
                return found == null ? CoapCode.NotFound : CoapCode.MethodNotAllowed;
            }

            ResourceReader reader = context.Formats.FindReader(request.ContentFormat);
            if (reader == null)
            {
                return CoapCode.UnsupportedContentFormat;
            }

            reader.Open(request.Buffer, request.PayloadOffset, request.PayloadLength, context.Path);
            int[] made = new int[MaximumInstances];
            int count = 0;
            CoapCode code = level >= 2 ? Make(found, ResourcePath.InstanceId(context.Path), made, ref count) : CoapCode.Changed;
            while (code == CoapCode.Changed && reader.MoveNext())
            {
                code = ResourcePath.Contains(context.Path, reader.Path) && ResourcePath.InstanceId(reader.Path) != ResourcePath.None
                    ? Make(found, ResourcePath.InstanceId(reader.Path), made, ref count)
                    : CoapCode.BadRequest;
                code = code == CoapCode.Changed ? Validate(found, reader) : code;
            }

            code = code == CoapCode.Changed && reader.IsMalformed ? CoapCode.BadRequest : code;
            if (code != CoapCode.Changed)
            {
                for (int i = 0; i < count; i++)
                {
                    found.DeleteInstance(made[i]);
                }

                return code;
            }

            code = Apply(found, reader, level < 3, made, count);
            context.Registry.OnObjectsChanged();
            return code;
        }

        private static CoapCode Make(LwM2MObject found, int instanceId, int[] made, ref int count)
        {
            if (found.HasInstance(instanceId))
            {
                return CoapCode.Changed;
            }

            CoapCode code = count == made.Length ? CoapCode.RequestEntityTooLarge : found.CreateInstance(instanceId);
            if (code == CoapCode.Created)
            {
                made[count++] = instanceId;
                return CoapCode.Changed;
            }

            return code;
        }

        private static CoapCode Validate(LwM2MObject found, ResourceReader reader)
        {
            int definition = found.Define(ResourcePath.ResourceId(reader.Path));
            if (definition == -1)
            {
                return CoapCode.Changed;
            }

            bool writable = (definition & Resource.Write) != 0 || (!found.IsCreatable && (definition & Resource.TypeMask) != Resource.NoType);
            bool many = reader.IsEmptyMultiple || ResourcePath.ResourceInstanceId(reader.Path) != ResourcePath.None;
            if (!writable)
            {
                return CoapCode.MethodNotAllowed;
            }

            if (many != ((definition & Resource.Multiple) != 0) || (!reader.IsEmptyMultiple && !reader.Fits(definition)))
            {
                return CoapCode.BadRequest;
            }

            return reader.IsEmptyMultiple
                ? CoapCode.Changed
                : found.ValidateResource(ResourcePath.InstanceId(reader.Path), Resource.Id(definition), ResourcePath.ResourceInstanceId(reader.Path), reader);
        }

        // An instance that is written whole starts empty, unless it cannot be deleted.
        private static CoapCode Apply(LwM2MObject found, ResourceReader reader, bool whole, int[] made, int count)
        {
            int fresh = ResourcePath.None;
            reader.Restart();
            while (reader.MoveNext())
            {
                int instanceId = ResourcePath.InstanceId(reader.Path);
                if (whole && instanceId != fresh && !Holds(made, count, instanceId) && found.DeleteInstance(instanceId) == CoapCode.Deleted)
                {
                    found.CreateInstance(instanceId);
                }

                fresh = instanceId;
                int definition = found.Define(ResourcePath.ResourceId(reader.Path));
                if (definition == -1 || reader.IsEmptyMultiple)
                {
                    continue;
                }

                CoapCode code = found.WriteResource(instanceId, Resource.Id(definition), ResourcePath.ResourceInstanceId(reader.Path), reader);
                if (code != CoapCode.Changed)
                {
                    return code == CoapCode.Pending ? CoapCode.InternalServerError : code;
                }
            }

            return CoapCode.Changed;
        }

        private static bool Holds(int[] made, int count, int instanceId)
        {
            for (int i = 0; i < count; i++)
            {
                if (made[i] == instanceId)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
