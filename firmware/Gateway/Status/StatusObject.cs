// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Streams;
using Firmware.Gateway.Twins;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Status
{
    /// <summary>
    /// The peripherals as the gateway sees them, object 26496: 0 address, 1 connected, 2 RSSI of the last advertisement in
    /// dBm and 3 its age in seconds, 4 reconnects, 5 operations that wait, 6 notifications dropped, 7 the stream's loss ratio
    /// in the last 5 s, 8 its missing packets in all.
    /// </summary>
    public sealed class StatusObject : LwM2MObject
    {
        /// <summary>Its object ID.</summary>
        public const int Id = TwinIds.FirstObjectId + 255;

        private const int MaximumPeripherals = 16;
        private const int AddressId = 0;
        private const int ConnectedId = 1;
        private const int RssiId = 2;
        private const int RssiAgeId = 3;
        private const int ReconnectsId = 4;
        private const int QueuedId = 5;
        private const int DroppedId = 6;
        private const int LossRatioId = 7;
        private const int GapsId = 8;

        private static readonly int[] s_resources =
        {
            AddressId | Resource.String | Resource.Read,
            ConnectedId | Resource.Boolean | Resource.Read,
            RssiId | Resource.Integer | Resource.Read,
            RssiAgeId | Resource.Integer | Resource.Read,
            ReconnectsId | Resource.Integer | Resource.Read,
            QueuedId | Resource.Integer | Resource.Read,
            DroppedId | Resource.Integer | Resource.Read,
            LossRatioId | Resource.Float | Resource.Read,
            GapsId | Resource.Integer | Resource.Read,
        };

        private readonly ArrayList _peripherals = new ArrayList();
        private readonly TwinIds _ids;
        private readonly NotificationRing _ring;
        private readonly Clock _clock;
        private ulong _heardAddress;
        private int _heardRssi;
        private long _heardAt;

        /// <summary>Creates the object without instances.</summary>
        /// <param name="ids">Which numbers peripherals have.</param>
        /// <param name="ring">Counts what is dropped.</param>
        /// <param name="clock">For ages.</param>
        public StatusObject(TwinIds ids, NotificationRing ring, Clock clock)
            : base(Id, s_resources)
        {
            _ids = ids;
            _ring = ring;
            _clock = clock;
        }

        /// <inheritdoc/>
        public override int InstanceCount
        {
            get { return _peripherals.Count; }
        }

        /// <inheritdoc/>
        public override int InstanceIdAt(int index)
        {
            return At(index).InstanceId;
        }

        /// <summary>A peripheral is connected.</summary>
        /// <param name="link">Its link, ready.</param>
        /// <param name="index">Which link.</param>
        public void OnConnected(PeripheralLink link, int index)
        {
            PeripheralStatus peripheral = Find(link.Address);
            if (peripheral == null)
            {
                MakeRoom();
                peripheral = new PeripheralStatus(_ids.InstanceId(Id, link.Address, 0, link.IsPassing), link.Address);
                Insert(peripheral);
                Registry.OnObjectsChanged();
            }

            peripheral.Link = link;
            peripheral.LinkIndex = index;
            peripheral.Connections++;
            peripheral.DroppedBefore -= _ring.Dropped(index);
            FindStream(peripheral, link);
            peripheral.Meter.Restart();
            if (_heardAddress == link.Address)
            {
                peripheral.Rssi = _heardRssi;
                peripheral.RssiAt = _heardAt;
            }

            Changed(peripheral.InstanceId, ConnectedId);
        }

        /// <summary>A peripheral was lost.</summary>
        /// <param name="link">Its link.</param>
        public void OnLost(PeripheralLink link)
        {
            PeripheralStatus peripheral = FindBy(link);
            if (peripheral != null)
            {
                peripheral.Link = null;
                peripheral.DroppedBefore += _ring.Dropped(peripheral.LinkIndex);
                peripheral.Meter.Restart();
                Changed(peripheral.InstanceId, ConnectedId);
            }
        }

        /// <summary>A peripheral has advertised.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="rssi">How strong, in dBm.</param>
        public void OnHeard(ulong address, int rssi)
        {
            _heardAddress = address;
            _heardRssi = rssi;
            _heardAt = _clock.Milliseconds;
            PeripheralStatus peripheral = Find(address);
            if (peripheral != null)
            {
                peripheral.Rssi = rssi;
                peripheral.RssiAt = _heardAt;
                Changed(peripheral.InstanceId, RssiId);
            }
        }

        /// <summary>A peripheral has notified a value.</summary>
        /// <param name="link">Which link.</param>
        /// <param name="handle">Which characteristic.</param>
        /// <param name="value">The value.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>The peripheral when a window of its stream is complete, else null.</returns>
        internal PeripheralStatus OnNotified(PeripheralLink link, int handle, byte[] value, int length)
        {
            PeripheralStatus peripheral = FindBy(link);
            if (peripheral == null || peripheral.StreamHandle != handle || length < 2
                || !peripheral.Meter.Take(value[0] | (value[1] << 8), _clock.Milliseconds))
            {
                return null;
            }

            Changed(peripheral.InstanceId, LossRatioId);
            return peripheral;
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            PeripheralStatus peripheral = null;
            for (int i = 0; i < _peripherals.Count; i++)
            {
                peripheral = InstanceIdAt(i) == instanceId ? At(i) : peripheral;
            }

            switch (resourceId)
            {
                case AddressId:
                    writer.WriteString(peripheral.Address.ToString("X12"));
                    break;
                case ConnectedId:
                    writer.WriteBoolean(peripheral.Link != null);
                    break;
                case RssiId:
                case RssiAgeId:
                    if (peripheral.RssiAt == 0)
                    {
                        return CoapCode.NotFound;
                    }

                    writer.WriteInteger(resourceId == RssiId ? peripheral.Rssi : (_clock.Milliseconds - peripheral.RssiAt) / 1000);
                    break;
                case ReconnectsId:
                    writer.WriteInteger(peripheral.Connections - 1);
                    break;
                case QueuedId:
                    writer.WriteInteger(peripheral.Link == null ? 0 : peripheral.Link.Queued);
                    break;
                case DroppedId:
                    writer.WriteInteger(peripheral.DroppedBefore + (peripheral.Link == null ? 0 : _ring.Dropped(peripheral.LinkIndex)));
                    break;
                case GapsId:
                    writer.WriteInteger(peripheral.Meter.Gaps);
                    break;
                default:
                    if (float.IsNaN(peripheral.Meter.LossRatio) || peripheral.Meter.IsSilent(_clock.Milliseconds))
                    {
                        return CoapCode.NotFound;
                    }

                    writer.WriteFloat(peripheral.Meter.LossRatio);
                    break;
            }

            return CoapCode.Content;
        }

        // One that is away goes, so that the object does not grow with everybody who ever came by.
        private void MakeRoom()
        {
            for (int i = 0; i < _peripherals.Count && _peripherals.Count >= MaximumPeripherals; i++)
            {
                if (At(i).Link == null)
                {
                    _peripherals.RemoveAt(i);
                    return;
                }
            }
        }

        private void Insert(PeripheralStatus peripheral)
        {
            int at = 0;
            while (at < _peripherals.Count && InstanceIdAt(at) < peripheral.InstanceId)
            {
                at++;
            }

            _peripherals.Insert(at, peripheral);
        }

        private PeripheralStatus At(int index)
        {
            return (PeripheralStatus)_peripherals[index];
        }

        private PeripheralStatus Find(ulong address)
        {
            for (int i = 0; i < _peripherals.Count; i++)
            {
                if (At(i).Address == address)
                {
                    return At(i);
                }
            }

            return null;
        }

        private PeripheralStatus FindBy(PeripheralLink link)
        {
            for (int i = 0; i < _peripherals.Count; i++)
            {
                if (At(i).Link == link)
                {
                    return At(i);
                }
            }

            return null;
        }

        private static void FindStream(PeripheralStatus peripheral, PeripheralLink link)
        {
            peripheral.StreamHandle = 0;
            peripheral.RateHandle = 0;
            for (int i = 0; i < link.Services.Count; i++)
            {
                ArrayList characteristics = ((DiscoveredService)link.Services[i]).Characteristics;
                for (int k = 0; k < characteristics.Count; k++)
                {
                    DiscoveredCharacteristic characteristic = (DiscoveredCharacteristic)characteristics[k];
                    peripheral.StreamHandle = StreamTypes.IsStream(characteristic.Uuid, 0) ? characteristic.Handle : peripheral.StreamHandle;
                    peripheral.RateHandle = StreamTypes.IsRate(characteristic.Uuid, 0) ? characteristic.Handle : peripheral.RateHandle;
                }
            }
        }
    }
}
