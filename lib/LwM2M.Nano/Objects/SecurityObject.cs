// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Objects
{
    /// <summary>LwM2M Security, object 0: for the bootstrap interface only, closed to every server.</summary>
    public sealed class SecurityObject : LwM2MObject
    {
        private const int NoSec = 3;

        private static readonly int[] s_resources =
        {
            0 | Resource.String,
            1 | Resource.Boolean,
            2 | Resource.Integer,
            10 | Resource.Integer,
        };

        private readonly ServerAccount[] _accounts;

        /// <summary>Creates the object.</summary>
        /// <param name="accounts">One for each instance.</param>
        public SecurityObject(ServerAccount[] accounts)
            : base(0, s_resources)
        {
            _accounts = accounts;
        }

        /// <inheritdoc/>
        public override int InstanceCount
        {
            get { return _accounts.Length; }
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            switch (resourceId)
            {
                case 0:
                    writer.WriteString(_accounts[instanceId].Uri);
                    break;
                case 1:
                    writer.WriteBoolean(false);
                    break;
                case 2:
                    writer.WriteInteger(NoSec);
                    break;
                default:
                    writer.WriteInteger(_accounts[instanceId].ShortServerId);
                    break;
            }

            return CoapCode.Content;
        }
    }
}
