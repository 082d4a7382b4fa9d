// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace LwM2M.Objects
{
    /// <summary>Device, object 3.</summary>
    public sealed class DeviceObject : LwM2MObject
    {
        private static readonly int[] s_resources =
        {
            0 | Resource.String | Resource.Read,
            1 | Resource.String | Resource.Read,
            2 | Resource.String | Resource.Read,
            3 | Resource.String | Resource.Read,
            4 | Resource.NoType | Resource.Execute,
            9 | Resource.Integer | Resource.Read,
            11 | Resource.Integer | Resource.Read | Resource.Multiple,
            13 | Resource.Time | Resource.Read,
            16 | Resource.String | Resource.Read,
        };

        private readonly Clock _clock;
        private int _batteryLevel = 100;

        /// <summary>Creates the object.</summary>
        /// <param name="clock">For Current Time.</param>
        public DeviceObject(Clock clock)
            : base(3, s_resources)
        {
            _clock = clock;
        }

        /// <summary>Manufacturer (0).</summary>
        public string Manufacturer { get; set; } = "LwM2M.Nano";

        /// <summary>Model number (1).</summary>
        public string ModelNumber { get; set; } = "";

        /// <summary>Serial number (2).</summary>
        public string SerialNumber { get; set; } = "";

        /// <summary>Firmware version (3).</summary>
        public string FirmwareVersion { get; set; } = "";

        /// <summary>The server executed Reboot (4); the image reboots when the answer is out.</summary>
        public bool RebootRequested { get; private set; }

        /// <summary>Battery level (9) in percent; negative when it is not known, and the resource then not there.</summary>
        public int BatteryLevelPercent
        {
            get
            {
                return _batteryLevel;
            }

            set
            {
                if (_batteryLevel != value)
                {
                    _batteryLevel = value;
                    Changed(0, 9);
                }
            }
        }

        /// <inheritdoc/>
        public override int ResourceInstanceCount(int instanceId, int resourceId)
        {
            return 1; // Error code 0: no error
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            switch (resourceId)
            {
                case 0:
                    writer.WriteString(Manufacturer);
                    break;
                case 1:
                    writer.WriteString(ModelNumber);
                    break;
                case 2:
                    writer.WriteString(SerialNumber);
                    break;
                case 3:
                    writer.WriteString(FirmwareVersion);
                    break;
                case 9:
                    if (_batteryLevel < 0)
                    {
                        return CoapCode.NotFound;
                    }

                    writer.WriteInteger(_batteryLevel);
                    break;
                case 11:
                    writer.WriteInteger(0);
                    break;
                case 13:
                    writer.WriteTime(_clock.UtcMilliseconds / 1000);
                    break;
                default:
                    writer.WriteString("U");
                    break;
            }

            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode ExecuteResource(int instanceId, int resourceId, byte[] buffer, int offset, int count)
        {
            RebootRequested = true;
            return CoapCode.Changed;
        }
    }
}
