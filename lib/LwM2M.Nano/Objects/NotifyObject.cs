// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Objects
{
    /// <summary>
    /// Notify, the seed paper's object 2347: the device reports by itself, at a period, to a path on a server. Each message
    /// also says that the device is ready to receive and keeps the way back open.
    /// </summary>
    public sealed class NotifyObject : MultipleObject
    {
        private static readonly int[] s_resources =
        {
            ObjectIds.NotifyResourceUri | Resource.String | Resource.Read | Resource.Write | Resource.Mandatory,
            ObjectIds.NotifyShortServerId | Resource.Integer | Resource.Read | Resource.Write | Resource.Mandatory,
            ObjectIds.NotifyUriPath | Resource.String | Resource.Read | Resource.Write | Resource.Mandatory,
            ObjectIds.NotifyPeriodicity | Resource.Integer | Resource.Read | Resource.Write | Resource.Mandatory,
            ObjectIds.NotifyConfirmable | Resource.Boolean | Resource.Read | Resource.Write,
            ObjectIds.NotifyNoResponse | Resource.Boolean | Resource.Read | Resource.Write,
            ObjectIds.NotifyContentFormat | Resource.Integer | Resource.Read | Resource.Write,
            ObjectIds.NotifyLastLength | Resource.Integer | Resource.Read,
        };

        private const int MaximumInstances = 8;
        private const int MaximumUriPath = 64;

        private readonly ObjectRegistry _registry;
        private readonly AccountTable _accounts;
        private readonly Clock _clock;
        private readonly byte[] _text = new byte[ResourcePath.MaximumTextLength];

        /// <summary>Creates the object without instances.</summary>
        /// <param name="registry">The objects that may be reported.</param>
        /// <param name="accounts">The servers that may be told.</param>
        /// <param name="clock">Periods are kept by its UTC time, which survives a deep sleep.</param>
        public NotifyObject(ObjectRegistry registry, AccountTable accounts, Clock clock)
            : base(ObjectIds.Notify, s_resources, MaximumInstances)
        {
            _registry = registry;
            _accounts = accounts;
            _clock = clock;
        }

        /// <summary>An instance by its place.</summary>
        /// <param name="index">0 to <see cref="MultipleObject.InstanceCount"/> - 1.</param>
        /// <returns>The instance.</returns>
        public NotifyInstance this[int index]
        {
            get { return (NotifyInstance)InstanceAt(index); }
        }

        /// <summary>Finds an instance.</summary>
        /// <param name="instanceId">Its ID.</param>
        /// <returns>The instance, or null.</returns>
        public NotifyInstance Find(int instanceId)
        {
            return (NotifyInstance)FindInstance(instanceId);
        }

        /// <inheritdoc/>
        public override bool IsPersistent
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool IsStored(int resourceId)
        {
            return resourceId != ObjectIds.NotifyLastLength;
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            NotifyInstance notify = Find(instanceId);
            switch (resourceId)
            {
                case ObjectIds.NotifyResourceUri:
                    writer.PutString(_text, 0, ResourcePath.Format(notify.Target, _text, 0));
                    break;
                case ObjectIds.NotifyShortServerId:
                    writer.WriteInteger(notify.ShortServerId);
                    break;
                case ObjectIds.NotifyUriPath:
                    writer.WriteString(notify.UriPath);
                    break;
                case ObjectIds.NotifyPeriodicity:
                    writer.WriteInteger(notify.PeriodSeconds);
                    break;
                case ObjectIds.NotifyConfirmable:
                    writer.WriteBoolean(notify.IsConfirmable);
                    break;
                case ObjectIds.NotifyContentFormat:
                    if (notify.ContentFormat == ContentFormat.None)
                    {
                        return CoapCode.NotFound;
                    }

                    writer.WriteInteger(notify.ContentFormat);
                    break;
                case ObjectIds.NotifyLastLength:
                    writer.WriteInteger(notify.LastLength);
                    break;
                default:
                    writer.WriteBoolean(notify.IsNoResponse);
                    break;
            }

            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            bool good = true;
            switch (resourceId)
            {
                case ObjectIds.NotifyResourceUri:
                    reader.TryReadString(out byte[] buffer, out int offset, out int count);
                    good = ResourcePath.TryParse(buffer, offset, count, out long target) && IsPossible(target);
                    break;
                case ObjectIds.NotifyShortServerId:
                    good = _accounts.IsKnown(reader.ReadInteger());
                    break;
                case ObjectIds.NotifyUriPath:
                    string path = reader.ReadString();
                    good = path.Trim('/').Length > 0 && path.Length <= MaximumUriPath;
                    break;
                case ObjectIds.NotifyPeriodicity:
                    long period = reader.ReadInteger();
                    good = period >= 0 && period <= int.MaxValue;
                    break;
                case ObjectIds.NotifyContentFormat:
                    good = IsKnownFormat(reader.ReadInteger());
                    break;
            }

            return good ? CoapCode.Changed : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            NotifyInstance notify = Find(instanceId);
            notify.IsStopped = false;
            switch (resourceId)
            {
                case ObjectIds.NotifyResourceUri:
                    reader.TryReadString(out byte[] buffer, out int offset, out int count);
                    ResourcePath.TryParse(buffer, offset, count, out long target);
                    notify.Target = target;
                    break;
                case ObjectIds.NotifyShortServerId:
                    notify.ShortServerId = (int)reader.ReadInteger();
                    break;
                case ObjectIds.NotifyUriPath:
                    notify.UriPath = reader.ReadString();
                    break;
                case ObjectIds.NotifyPeriodicity:
                    notify.PeriodSeconds = (int)reader.ReadInteger();
                    notify.NextDue = _clock.UtcMilliseconds + notify.PeriodSeconds * 1000L;
                    break;
                case ObjectIds.NotifyConfirmable:
                    notify.IsConfirmable = reader.ReadBoolean();
                    break;
                case ObjectIds.NotifyContentFormat:
                    notify.ContentFormat = (int)reader.ReadInteger();
                    break;
                default:
                    notify.IsNoResponse = reader.ReadBoolean();
                    break;
            }

            return CoapCode.Changed;
        }

        /// <inheritdoc/>
        protected override ObjectInstance NewInstance(int instanceId)
        {
            return new NotifyInstance(instanceId);
        }

        private bool IsPossible(long target)
        {
            return Lookup.IsPublic(ResourcePath.ObjectId(target)) && ResourcePath.Level(target) >= 2
                && Lookup.Check(_registry, target, out LwM2MObject _, out int _) == CoapCode.Content;
        }

        private static bool IsKnownFormat(long contentFormat)
        {
            return contentFormat == ContentFormat.Tlv || contentFormat == ContentFormat.Cbor || contentFormat == ContentFormat.SenmlCbor
                || contentFormat == ContentFormat.SenmlJson || contentFormat == ContentFormat.LwM2MCbor || contentFormat == ContentFormat.LwM2MJson || contentFormat == ContentFormat.Text;
        }
    }
}
