// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Security.Oscore
{
    /// <summary>LwM2M OSCORE, object 21 version 2.0: the security contexts, written by the bootstrap server or provisioned, and closed to every other server.</summary>
    public sealed class OscoreObject : MultipleObject
    {
        /// <summary>Its object ID.</summary>
        public const int Id = 21;

        private const int MaximumInstances = 3;
        private const int MasterSecret = 0;
        private const int SenderId = 1;
        private const int RecipientId = 2;
        private const int Aead = 3;
        private const int Hmac = 4;
        private const int MasterSalt = 5;
        private const int IdContext = 6;
        private const int HmacSha256 = 5;
        private const int HkdfSha256 = -10;

        private static readonly int[] s_resources =
        {
            MasterSecret | Resource.Opaque | Resource.Mandatory,
            SenderId | Resource.Opaque | Resource.Mandatory,
            RecipientId | Resource.Opaque | Resource.Mandatory,
            Aead | Resource.Integer,
            Hmac | Resource.Integer,
            MasterSalt | Resource.Opaque,
            IdContext | Resource.Opaque,
        };

        /// <summary>Creates the object without instances.</summary>
        public OscoreObject()
            : base(Id, s_resources, MaximumInstances)
        {
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

        /// <summary>Creates the object with the context a device was provisioned with, as instance 0.</summary>
        /// <param name="context">Master Secret, Master Salt (empty for none), Sender ID and Recipient ID of the device; null for none.</param>
        public OscoreObject(byte[][] context)
            : this()
        {
            if (context != null)
            {
                CreateInstance(0);
                byte[][] values = ((OscoreInstance)FindInstance(0)).Values;
                values[MasterSecret] = context[0];
                values[MasterSalt] = context[1];
                values[SenderId] = context[2];
                values[RecipientId] = context[3];
            }
        }

        /// <summary>Why no context can be made of an instance.</summary>
        /// <param name="instanceId">Object instance ID.</param>
        /// <returns>What is wrong with it, or null.</returns>
        public string FindFault(int instanceId)
        {
            OscoreInstance instance = (OscoreInstance)FindInstance(instanceId);
            if (instance == null)
            {
                return "no OSCORE instance " + instanceId.ToString();
            }

            byte[][] values = instance.Values;
            return values[MasterSecret].Length == 0 ? "OSCORE without a master secret"
                : values[SenderId].Length > OscoreContext.MaximumId || values[RecipientId].Length > OscoreContext.MaximumId ? "OSCORE IDs have at most 7 bytes"
                : IsEqual(values[SenderId], values[RecipientId]) ? "OSCORE sender and recipient ID are the same"
                : null;
        }

        /// <summary>Derives the context of an instance.</summary>
        /// <param name="instanceId">Object instance ID, without a fault.</param>
        /// <returns>A new context.</returns>
        public OscoreContext Derive(int instanceId)
        {
            byte[][] values = ((OscoreInstance)FindInstance(instanceId)).Values;
            byte[] idContext = values[IdContext];
            return new OscoreContext(values[MasterSecret], values[MasterSalt], values[SenderId], values[RecipientId], idContext.Length == 0 ? null : idContext);
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            if (resourceId == Aead || resourceId == Hmac)
            {
                writer.WriteInteger(resourceId == Aead ? OscoreContext.AesCcm16 : HmacSha256);
                return CoapCode.Content;
            }

            byte[] value = ((OscoreInstance)FindInstance(instanceId)).Values[resourceId];
            writer.WriteOpaque(value, 0, value.Length);
            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            if (resourceId == Aead)
            {
                return reader.ReadInteger() == OscoreContext.AesCcm16 ? CoapCode.Changed : CoapCode.BadRequest;
            }

            if (resourceId != Hmac)
            {
                return CoapCode.Changed;
            }

            long hash = reader.ReadInteger();
            return hash == HmacSha256 || hash == HkdfSha256 ? CoapCode.Changed : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            if (resourceId != Aead && resourceId != Hmac)
            {
                reader.TryReadOpaque(out byte[] buffer, out int offset, out int count);
                byte[] value = new byte[count];
                Array.Copy(buffer, offset, value, 0, count);
                ((OscoreInstance)FindInstance(instanceId)).Values[resourceId] = value;
            }

            return CoapCode.Changed;
        }

        /// <inheritdoc/>
        protected override ObjectInstance NewInstance(int instanceId)
        {
            return new OscoreInstance(instanceId);
        }

        private static bool IsEqual(byte[] a, byte[] b)
        {
            bool same = a.Length == b.Length;
            for (int i = 0; same && i < a.Length; i++)
            {
                same = a[i] == b[i];
            }

            return same;
        }

        private sealed class OscoreInstance : ObjectInstance
        {
            internal OscoreInstance(int id)
                : base(id)
            {
                for (int i = 0; i < Values.Length; i++)
                {
                    Values[i] = new byte[0];
                }
            }

            internal byte[][] Values { get; } = new byte[IdContext + 1][];
        }
    }
}
