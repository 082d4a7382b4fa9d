// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Objects
{
    /// <summary>LwM2M Server, object 1.</summary>
    public sealed class ServerObject : MultipleObject
    {
        /// <summary>Integer resources have IDs below this.</summary>
        internal const int NumberCount = 21;

        private const int MaximumInstances = 4;

        // 14 to 20 are the bootstrap server's alone.
        private static readonly int[] s_resources =
        {
            0 | Resource.Integer | Resource.Read | Resource.Mandatory,
            1 | Resource.Integer | Resource.Read | Resource.Write,
            2 | Resource.Integer | Resource.Read | Resource.Write,
            3 | Resource.Integer | Resource.Read | Resource.Write,
            4 | Resource.NoType | Resource.Execute,
            5 | Resource.Integer | Resource.Read | Resource.Write,
            6 | Resource.Boolean | Resource.Read | Resource.Write,
            7 | Resource.String | Resource.Read | Resource.Write,
            8 | Resource.NoType | Resource.Execute,
            9 | Resource.NoType | Resource.Execute,
            14 | Resource.Integer,
            16 | Resource.Boolean,
            17 | Resource.Integer,
            18 | Resource.Integer,
            19 | Resource.Integer,
            20 | Resource.Integer,
            23 | Resource.Boolean | Resource.Read | Resource.Write,
        };

        /// <summary>Creates the object without instances.</summary>
        public ServerObject()
            : base(1, s_resources, MaximumInstances)
        {
        }

        /// <summary>An instance by its place.</summary>
        /// <param name="index">0 to <see cref="MultipleObject.InstanceCount"/> - 1.</param>
        /// <returns>The instance.</returns>
        public ServerInstance this[int index]
        {
            get { return (ServerInstance)InstanceAt(index); }
        }

        /// <inheritdoc/>
        public override string Version
        {
            get { return "1.1"; }
        }

        /// <inheritdoc/>
        public override bool IsPersistent
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool IsCreatable
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public override bool HasResource(int instanceId, int resourceId)
        {
            bool number = resourceId < NumberCount && (Define(resourceId) & Resource.TypeMask) == Resource.Integer;
            return !number || Find(instanceId)[resourceId] != ServerInstance.Absent;
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            ServerInstance server = Find(instanceId);
            switch (resourceId)
            {
                case 6:
                    writer.WriteBoolean(server.StoresNotifications);
                    break;
                case 7:
                    writer.WriteString(server.Binding);
                    break;
                case 16:
                    writer.WriteBoolean(server.BootstrapsOnFailure);
                    break;
                case 23:
                    writer.WriteBoolean(server.IsSendMuted);
                    break;
                default:
                    if (server[resourceId] == ServerInstance.Absent)
                    {
                        return CoapCode.NotFound;
                    }

                    writer.WriteInteger(server[resourceId]);
                    break;
            }

            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            if (resourceId == 6 || resourceId == 16 || resourceId == 23)
            {
                return CoapCode.Changed;
            }

            if (resourceId == 7)
            {
                string binding = reader.ReadString();
                return IsUsable(binding) ? CoapCode.Changed : CoapCode.BadRequest;
            }

            long value = reader.ReadInteger();
            long largest = resourceId == 0 ? ResourcePath.None - 1 : uint.MaxValue;
            return value >= (resourceId <= 1 ? 1 : 0) && value <= largest ? CoapCode.Changed : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            ServerInstance server = Find(instanceId);
            string binding = server.Binding;
            long before = server.LifetimeSeconds;
            long value = (Define(resourceId) & Resource.TypeMask) == Resource.Integer ? reader.ReadInteger() : 0;
            switch (resourceId)
            {
                case 6:
                    server.StoresNotifications = reader.ReadBoolean();
                    break;
                case 7:
                    server.Binding = reader.ReadString();
                    break;
                case 16:
                    server.BootstrapsOnFailure = reader.ReadBoolean();
                    break;
                case 23:
                    server.IsSendMuted = reader.ReadBoolean();
                    break;
                default:
                    server[resourceId] = value;
                    break;
            }

            server.UpdateRequested |= (resourceId == 1 && value != before) || (resourceId == 7 && binding != server.Binding);
            return CoapCode.Changed;
        }

        /// <inheritdoc/>
        public override CoapCode ExecuteResource(int instanceId, int resourceId, byte[] buffer, int offset, int count)
        {
            ServerInstance server = Find(instanceId);
            switch (resourceId)
            {
                case 4:
                    server.DisableRequested = true;
                    break;
                case 9:
                    server.BootstrapRequested = true;
                    break;
                default:
                    server.UpdateRequested = true;
                    break;
            }

            return CoapCode.Changed;
        }

        /// <inheritdoc/>
        protected override ObjectInstance NewInstance(int instanceId)
        {
            return new ServerInstance(instanceId);
        }

        // A set of bindings with a U among them, and perhaps the queue mode of LwM2M 1.0: UDP is what there is.
        private static bool IsUsable(string binding)
        {
            for (int i = 0; i < binding.Length; i++)
            {
                if ("UTSNQ".IndexOf(binding[i]) < 0 || binding.IndexOf(binding[i]) != i)
                {
                    return false;
                }
            }

            return binding.IndexOf('U') >= 0;
        }

        private ServerInstance Find(int instanceId)
        {
            return (ServerInstance)FindInstance(instanceId);
        }
    }
}
