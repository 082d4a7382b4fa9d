// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Objects
{
    /// <summary>Connectivity Monitoring, object 4: over what the device is connected, and how well.</summary>
    public sealed class ConnectivityObject : LwM2MObject
    {
        /// <summary>Network Bearer: WLAN.</summary>
        public const int Wlan = 21;

        /// <summary>Network Bearer: another wireless one, as LoRa.</summary>
        public const int Other = 50;

        private const int NetworkBearer = 0;
        private const int AvailableNetworkBearer = 1;
        private const int RadioSignalStrength = 2;
        private const int LinkQuality = 3;
        private const int IpAddresses = 4;

        private static readonly int[] s_resources =
        {
            NetworkBearer | Resource.Integer | Resource.Read,
            AvailableNetworkBearer | Resource.Integer | Resource.Read | Resource.Multiple,
            RadioSignalStrength | Resource.Integer | Resource.Read,
            LinkQuality | Resource.Integer | Resource.Read,
            IpAddresses | Resource.String | Resource.Read | Resource.Multiple,
        };

        private readonly int _bearer;
        private string _address = "";
        private int _signalStrength;
        private int _quality;

        /// <summary>Creates the object.</summary>
        /// <param name="bearer">Network Bearer (0) such as <see cref="Wlan"/>.</param>
        public ConnectivityObject(int bearer)
            : base(4, s_resources)
        {
            _bearer = bearer;
        }

        /// <summary>IP Addresses (4): the device's, or an empty text when it has none.</summary>
        public string Address
        {
            get
            {
                return _address;
            }

            set
            {
                if (_address != value)
                {
                    _address = value;
                    Changed(0, IpAddresses);
                }
            }
        }

        /// <summary>Takes what the radio measured and tells observers.</summary>
        /// <param name="signalStrength">Radio Signal Strength (2) in dBm.</param>
        /// <param name="quality">Link Quality (3), in the radio's own measure; with LoRa the signal-to-noise ratio in dB.</param>
        public void Measure(int signalStrength, int quality)
        {
            if (_signalStrength != signalStrength)
            {
                _signalStrength = signalStrength;
                Changed(0, RadioSignalStrength);
            }

            if (_quality != quality)
            {
                _quality = quality;
                Changed(0, LinkQuality);
            }
        }

        /// <inheritdoc/>
        public override int ResourceInstanceCount(int instanceId, int resourceId)
        {
            return resourceId == IpAddresses && _address.Length == 0 ? 0 : 1;
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            switch (resourceId)
            {
                case RadioSignalStrength:
                    writer.WriteInteger(_signalStrength);
                    break;
                case LinkQuality:
                    writer.WriteInteger(_quality);
                    break;
                case IpAddresses:
                    writer.WriteString(_address);
                    break;
                default:
                    writer.WriteInteger(_bearer);
                    break;
            }

            return CoapCode.Content;
        }
    }
}
