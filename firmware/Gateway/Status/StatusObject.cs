// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Advertising;
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
    /// in the last 5 s, 8 its missing packets in all, 9 services without a twin, 10 name.
    /// </summary>
    public sealed class StatusObject : LwM2MObject, ILinkListener, IAdvertisementListener
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
        private const int RefusedId = 9;
        private const int NameId = 10;

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
            RefusedId | Resource.Integer | Resource.Read,
            NameId | Resource.String | Resource.Read,
        };

        private readonly ArrayList _peripherals = new ArrayList();
        private readonly TwinIds _ids;
        private readonly NotificationRing _ring;
        private readonly StreamTable _streams;
        private readonly TwinRegistry _twins;
        private readonly Clock _clock;
        private ulong _heardAddress;
        private int _heardRssi;
        private long _heardAt;

        /// <summary>Creates the object without instances.</summary>
        /// <param name="ids">Which numbers peripherals have.</param>
        /// <param name="ring">Counts what is dropped.</param>
        /// <param name="streams">Meters what is lost.</param>
        /// <param name="twins">Says which services have no twin.</param>
        /// <param name="clock">For ages.</param>
        internal StatusObject(TwinIds ids, NotificationRing ring, StreamTable streams, TwinRegistry twins, Clock clock)
            : base(Id, s_resources)
        {
            _ids = ids;
            _ring = ring;
            _streams = streams;
            _twins = twins;
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

        /// <inheritdoc/>
        public void OnReady(PeripheralLink link)
        {
            PeripheralStatus peripheral = Find(link.Address);
            if (peripheral == null)
            {
                MakeRoom();
                int instanceId = _ids.InstanceId(Id, link.Address, 0, link.IsPassing);
                peripheral = new PeripheralStatus(instanceId < 0 ? TwinIds.FreeInstanceId(this) : instanceId, link.Address);
                Insert(peripheral);
                Registry.OnObjectsChanged();
            }

            peripheral.Link = link;
            peripheral.Name = link.Name;
            peripheral.Connections++;
            peripheral.DroppedBefore -= _ring.Dropped(link.Index);
            if (_heardAddress == link.Address)
            {
                peripheral.Rssi = _heardRssi;
                peripheral.RssiAt = _heardAt;
            }

            Changed(peripheral.InstanceId, ConnectedId);
        }

        /// <inheritdoc/>
        public void OnLost(PeripheralLink link, bool letGo)
        {
            PeripheralStatus peripheral = FindBy(link);
            if (peripheral != null)
            {
                peripheral.Link = null;
                peripheral.DroppedBefore += _ring.Dropped(link.Index);
                peripheral.GapsBefore += Gaps(link);
                Changed(peripheral.InstanceId, ConnectedId);
            }
        }

        /// <inheritdoc/>
        public bool Needs(PeripheralLink link)
        {
            return false;
        }

        /// <inheritdoc/>
        public void OnAdvertised(ulong address, bool passing, string name, AdvertisedValues values)
        {
        }

        /// <inheritdoc/>
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

        /// <inheritdoc/>
        public void OnNotified(PeripheralLink link, int handle, byte[] value, int length)
        {
            LinkStream stream = _streams.Of(link.Index);
            if (stream != null && stream.Handle == handle && stream.Meter.IsComplete)
            {
                Changed(FindBy(link).InstanceId, LossRatioId);
            }
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
                    writer.WriteInteger(peripheral.DroppedBefore + (peripheral.Link == null ? 0 : _ring.Dropped(peripheral.Link.Index)));
                    break;
                case GapsId:
                    writer.WriteInteger(peripheral.GapsBefore + (peripheral.Link == null ? 0 : Gaps(peripheral.Link)));
                    break;
                case RefusedId:
                    writer.WriteInteger(peripheral.Link == null ? 0 : _twins.RefusedOn(peripheral.Link.Index));
                    break;
                case NameId:
                    if (peripheral.Name == null || peripheral.Name.Length == 0)
                    {
                        return CoapCode.NotFound;
                    }

                    writer.WriteString(peripheral.Name);
                    break;
                default:
                    LinkStream stream = peripheral.Link == null ? null : _streams.Of(peripheral.Link.Index);
                    if (stream == null || float.IsNaN(stream.Meter.LossRatio) || stream.Meter.IsSilent(_clock.Milliseconds))
                    {
                        return CoapCode.NotFound;
                    }

                    writer.WriteFloat(stream.Meter.LossRatio);
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

        private int Gaps(PeripheralLink link)
        {
            LinkStream stream = _streams.Of(link.Index);
            return stream == null ? 0 : stream.Meter.Gaps;
        }
    }
}
