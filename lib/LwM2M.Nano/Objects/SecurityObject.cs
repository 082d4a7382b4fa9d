// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Objects
{
    /// <summary>LwM2M Security, object 0: written by the bootstrap server, closed to every other.</summary>
    public sealed class SecurityObject : MultipleObject
    {
        private const int MaximumInstances = 5;
        private const int FirstKey = 3;
        private const int LastKey = 5;
        private const int OscoreSecurityMode = 17;
        private const int OscoreObjectId = 21;

        private static readonly int[] s_resources =
        {
            0 | Resource.String | Resource.Mandatory,
            1 | Resource.Boolean,
            2 | Resource.Integer,
            FirstKey | Resource.Opaque,
            (FirstKey + 1) | Resource.Opaque,
            LastKey | Resource.Opaque,
            10 | Resource.Integer,
            11 | Resource.Integer,
            OscoreSecurityMode | Resource.ObjectLink,
        };

        /// <summary>Creates the object without instances.</summary>
        public SecurityObject()
            : base(0, s_resources, MaximumInstances)
        {
        }

        /// <summary>An instance by its place.</summary>
        /// <param name="index">0 to <see cref="MultipleObject.InstanceCount"/> - 1.</param>
        /// <returns>The instance.</returns>
        public SecurityInstance this[int index]
        {
            get { return (SecurityInstance)InstanceAt(index); }
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
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            SecurityInstance security = (SecurityInstance)FindInstance(instanceId);
            switch (resourceId)
            {
                case 0:
                    writer.WriteString(security.Uri);
                    break;
                case 1:
                    writer.WriteBoolean(security.IsBootstrap);
                    break;
                case 2:
                    writer.WriteInteger(security.Mode);
                    break;
                case 10:
                    writer.WriteInteger(security.ShortServerId);
                    break;
                case 11:
                    writer.WriteInteger(security.HoldOffSeconds);
                    break;
                case OscoreSecurityMode:
                    bool none = security.OscoreInstance < 0; // a link to nowhere
                    writer.WriteObjectLink(none ? ResourcePath.None : OscoreObjectId, none ? ResourcePath.None : security.OscoreInstance);
                    break;
                default:
                    byte[] key = security.Keys[resourceId - FirstKey];
                    writer.WriteOpaque(key, 0, key.Length);
                    break;
            }

            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            if (resourceId == 2 || resourceId == 10 || resourceId == 11)
            {
                long value = reader.ReadInteger();
                return value >= 0 && value <= (resourceId == 10 ? ResourcePath.None : int.MaxValue) ? CoapCode.Changed : CoapCode.BadRequest;
            }

            return CoapCode.Changed;
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            SecurityInstance security = (SecurityInstance)FindInstance(instanceId);
            switch (resourceId)
            {
                case 0:
                    security.Uri = reader.ReadString();
                    break;
                case 1:
                    security.IsBootstrap = reader.ReadBoolean();
                    break;
                case 2:
                    security.Mode = (int)reader.ReadInteger();
                    break;
                case 10:
                    security.ShortServerId = (int)reader.ReadInteger();
                    break;
                case 11:
                    security.HoldOffSeconds = (int)reader.ReadInteger();
                    break;
                case OscoreSecurityMode:
                    reader.TryReadObjectLink(out int _, out int instance);
                    security.OscoreInstance = instance == ResourcePath.None ? -1 : instance;
                    break;
                default:
                    reader.TryReadOpaque(out byte[] buffer, out int offset, out int count);
                    byte[] key = new byte[count];
                    Array.Copy(buffer, offset, key, 0, count);
                    security.Keys[resourceId - FirstKey] = key;
                    break;
            }

            return CoapCode.Changed;
        }

        /// <inheritdoc/>
        protected override ObjectInstance NewInstance(int instanceId)
        {
            return new SecurityInstance(instanceId);
        }
    }
}
