// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>
    /// Write, replacing (PUT) or partial (POST): first every value is checked against the table and the object, then all
    /// are applied, or none.
    /// </summary>
    internal static class WriteOperation
    {
        internal static CoapCode Run(OperationContext context, bool replace)
        {
            CoapMessage request = context.Request;
            CoapCode code = ReadOperation.Find(context.Registry, context.Path, out LwM2MObject found, out int definition);
            if (code != CoapCode.Content)
            {
                return code;
            }

            int level = ResourcePath.Level(context.Path);
            if (level >= 3 && (definition & Resource.Write) == 0)
            {
                return CoapCode.MethodNotAllowed;
            }

            if (request.PayloadLength == 0 && request.FindOption(CoapOption.ContentFormat) < 0 && request.FindOption(CoapOption.UriQuery) >= 0)
            {
                return CoapCode.MethodNotAllowed; // Write-Attributes
            }

            ResourceReader reader = context.Formats.FindReader(request.OptionInteger(CoapOption.ContentFormat, ContentFormat.None));
            if (reader == null || (reader.ContentFormat == ContentFormat.Opaque && level >= 3 && (definition & Resource.TypeMask) != Resource.Opaque))
            {
                return CoapCode.UnsupportedContentFormat;
            }

            reader.Open(request.Buffer, request.PayloadOffset, request.PayloadLength, context.Path);
            code = Validate(found, ResourcePath.InstanceId(context.Path), reader);
            return code == CoapCode.Changed ? Apply(context, found, ResourcePath.InstanceId(context.Path), reader, replace, true) : code;
        }

        /// <summary>Checks every value and changes nothing.</summary>
        /// <returns>Changed when all is well, or the error that is the answer.</returns>
        internal static CoapCode Validate(LwM2MObject found, int instanceId, ResourceReader reader)
        {
            int multiple = -1;
            int count = 0;
            while (reader.MoveNext())
            {
                long path = reader.Path;
                int resourceId = ResourcePath.ResourceId(path);
                int definition = found.Define(resourceId);
                bool named = ResourcePath.Contains(reader.OpenedAt, path) || ResourcePath.InstanceId(reader.OpenedAt) == ResourcePath.None;
                if (definition == -1 || !named || (found.HasInstance(instanceId) && !found.HasResource(instanceId, resourceId)))
                {
                    return named ? CoapCode.NotFound : CoapCode.BadRequest;
                }

                if ((definition & Resource.Write) == 0)
                {
                    return CoapCode.MethodNotAllowed;
                }

                bool many = reader.IsEmptyMultiple || ResourcePath.ResourceInstanceId(path) != ResourcePath.None;
                if (many != ((definition & Resource.Multiple) != 0))
                {
                    return CoapCode.BadRequest;
                }

                if (multiple != -1 && (!many || multiple != resourceId))
                {
                    CoapCode ended = found.ValidateCount(instanceId, multiple, count);
                    if (ended != CoapCode.Changed)
                    {
                        return ended;
                    }

                    count = 0;
                }

                multiple = many ? resourceId : -1;
                if (reader.IsEmptyMultiple)
                {
                    continue;
                }

                count++;
                if (!reader.Fits(definition) && !found.TakesAnyType(resourceId, reader))
                {
                    return CoapCode.BadRequest;
                }

                CoapCode code = found.ValidateResource(instanceId, resourceId, ResourcePath.ResourceInstanceId(path), reader);
                if (code != CoapCode.Changed)
                {
                    return code;
                }
            }

            if (reader.IsMalformed)
            {
                return CoapCode.BadRequest;
            }

            return multiple == -1 || ResourcePath.Level(reader.OpenedAt) == 4 ? CoapCode.Changed : found.ValidateCount(instanceId, multiple, count);
        }

        /// <summary>Applies validated values; when one fails, all are put back.</summary>
        internal static CoapCode Apply(OperationContext context, LwM2MObject found, int instanceId, ResourceReader reader, bool replace, bool record)
        {
            context.Transaction.Begin();
            CoapCode result = record ? Record(context.Transaction, found, instanceId, reader) : CoapCode.Changed;
            if (result != CoapCode.Changed)
            {
                return result;
            }

            int cleared = -1;
            reader.Restart();
            while (reader.MoveNext())
            {
                int resourceId = ResourcePath.ResourceId(reader.Path);
                if (replace && cleared != resourceId && (found.Define(resourceId) & Resource.Multiple) != 0)
                {
                    found.ClearResource(instanceId, resourceId);
                    cleared = resourceId;
                }

                CoapCode code = reader.IsEmptyMultiple
                    ? CoapCode.Changed
                    : found.WriteResource(instanceId, resourceId, ResourcePath.ResourceInstanceId(reader.Path), reader);
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Changed)
                {
                    context.Transaction.Rollback();
                    return code;
                }
            }

            if (result == CoapCode.Changed)
            {
                context.Transaction.Commit();
            }

            return result;
        }

        private static CoapCode Record(WriteTransaction transaction, LwM2MObject found, int instanceId, ResourceReader reader)
        {
            int values = 0;
            reader.Restart();
            while (reader.MoveNext())
            {
                values++;
            }

            CoapCode result = CoapCode.Changed;
            reader.Restart();
            while (reader.MoveNext())
            {
                CoapCode code = found.RecordResource(transaction, instanceId, found.Define(ResourcePath.ResourceId(reader.Path)), values > 1);
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Changed)
                {
                    return code;
                }
            }

            return result;
        }
    }
}
