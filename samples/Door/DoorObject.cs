// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace Samples.Door
{
    /// <summary>An object of one's own: a door contact as the IPSO Digital Input, object 3200.</summary>
    public sealed class DoorObject : LwM2MObject
    {
        private const int State = 5500;
        private const int Counter = 5501;
        private const int ResetCounter = 5505;

        private static readonly int[] s_resources =
        {
            State | Resource.Boolean | Resource.Read | Resource.Mandatory,
            Counter | Resource.Integer | Resource.Read,
            ResetCounter | Resource.NoType | Resource.Execute,
        };

        private bool _isOpen;
        private int _count;

        /// <summary>Creates the object; the door is shut.</summary>
        public DoorObject()
            : base(3200, s_resources)
        {
        }

        /// <summary>The door is open. Whoever observes it is told of a change.</summary>
        public bool IsOpen
        {
            get
            {
                return _isOpen;
            }

            set
            {
                if (value != _isOpen)
                {
                    _isOpen = value;
                    _count++;
                    Changed(0, State);
                    Changed(0, Counter);
                }
            }
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            if (resourceId == State)
            {
                writer.WriteBoolean(_isOpen);
            }
            else
            {
                writer.WriteInteger(_count);
            }

            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode ExecuteResource(int instanceId, int resourceId, byte[] buffer, int offset, int count)
        {
            _count = 0;
            Changed(0, Counter);
            return CoapCode.Changed;
        }
    }
}
