// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Objects
{
    /// <summary>LwM2M Server, object 1.</summary>
    public sealed class ServerObject : LwM2MObject
    {
        private static readonly int[] s_resources =
        {
            0 | Resource.Integer | Resource.Read,
            1 | Resource.Integer | Resource.Read | Resource.Write,
            2 | Resource.Integer | Resource.Read | Resource.Write,
            3 | Resource.Integer | Resource.Read | Resource.Write,
            4 | Resource.NoType | Resource.Execute,
            5 | Resource.Integer | Resource.Read | Resource.Write,
            6 | Resource.Boolean | Resource.Read | Resource.Write,
            7 | Resource.String | Resource.Read | Resource.Write,
            8 | Resource.NoType | Resource.Execute,
            23 | Resource.Boolean | Resource.Read | Resource.Write,
        };

        private readonly ServerAccount[] _accounts;

        /// <summary>Creates the object.</summary>
        /// <param name="accounts">One for each instance.</param>
        public ServerObject(ServerAccount[] accounts)
            : base(1, s_resources)
        {
            _accounts = accounts;
        }

        /// <inheritdoc/>
        public override string Version
        {
            get { return "1.1"; }
        }

        /// <inheritdoc/>
        public override int InstanceCount
        {
            get { return _accounts.Length; }
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            ServerAccount account = _accounts[instanceId];
            switch (resourceId)
            {
                case 0:
                    writer.WriteInteger(account.ShortServerId);
                    break;
                case 1:
                    writer.WriteInteger(account.LifetimeSeconds);
                    break;
                case 2:
                    writer.WriteInteger(account.DefaultMinimumPeriodSeconds);
                    break;
                case 3:
                    writer.WriteInteger(account.DefaultMaximumPeriodSeconds);
                    break;
                case 5:
                    writer.WriteInteger(account.DisableTimeoutSeconds);
                    break;
                case 6:
                    writer.WriteBoolean(account.StoresNotifications);
                    break;
                case 23:
                    writer.WriteBoolean(account.IsSendMuted);
                    break;
                default:
                    writer.WriteString(account.Binding);
                    break;
            }

            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            if (resourceId == 6 || resourceId == 23)
            {
                return CoapCode.Changed;
            }

            if (resourceId == 7)
            {
                string binding = reader.ReadString();
                return binding == "U" || binding == "UQ" ? CoapCode.Changed : CoapCode.BadRequest;
            }

            long value = reader.ReadInteger();
            return value >= (resourceId == 1 ? 1 : 0) && value <= int.MaxValue ? CoapCode.Changed : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            ServerAccount account = _accounts[instanceId];
            switch (resourceId)
            {
                case 1:
                    account.LifetimeSeconds = (int)reader.ReadInteger();
                    account.UpdateRequested = true;
                    break;
                case 2:
                    account.DefaultMinimumPeriodSeconds = (int)reader.ReadInteger();
                    break;
                case 3:
                    account.DefaultMaximumPeriodSeconds = (int)reader.ReadInteger();
                    break;
                case 5:
                    account.DisableTimeoutSeconds = (int)reader.ReadInteger();
                    break;
                case 6:
                    account.StoresNotifications = reader.ReadBoolean();
                    break;
                case 23:
                    account.IsSendMuted = reader.ReadBoolean();
                    break;
                default:
                    account.Binding = reader.ReadString();
                    account.UpdateRequested = true;
                    break;
            }

            return CoapCode.Changed;
        }

        /// <inheritdoc/>
        public override bool IsStored(int resourceId)
        {
            return resourceId != 0;
        }

        /// <inheritdoc/>
        public override CoapCode ExecuteResource(int instanceId, int resourceId, byte[] buffer, int offset, int count)
        {
            if (resourceId == 4)
            {
                _accounts[instanceId].DisableRequested = true;
            }
            else
            {
                _accounts[instanceId].UpdateRequested = true;
            }

            return CoapCode.Changed;
        }
    }
}
