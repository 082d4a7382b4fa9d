// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Twins;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Devices
{
    /// <summary>
    /// LwM2M Gateway Routing, object 26: how an object below a prefix maps to the gateway's own (0, 1). All of them map to
    /// themselves, which an empty text says.
    /// </summary>
    public sealed class RoutingObject : LwM2MObject
    {
        private const int Id = 26;
        private const int MappedObject = 0;
        private const int MappingInfo = 1;

        private static readonly int[] s_resources =
        {
            MappedObject | Resource.Integer | Resource.Read | Resource.Mandatory,
            MappingInfo | Resource.String | Resource.Read | Resource.Mandatory,
        };

        private readonly TwinRegistry _twins;

        /// <summary>Creates the object.</summary>
        /// <param name="twins">The peripherals' twins.</param>
        public RoutingObject(TwinRegistry twins)
            : base(Id, s_resources)
        {
            _twins = twins;
        }

        /// <inheritdoc/>
        public override int InstanceCount
        {
            get { return _twins.Count; }
        }

        /// <inheritdoc/>
        public override int InstanceIdAt(int index)
        {
            return _twins[index].ObjectId; // a number that stays
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            if (resourceId == MappedObject)
            {
                writer.WriteInteger(instanceId);
            }
            else
            {
                writer.WriteString("");
            }

            return CoapCode.Content;
        }
    }
}
