// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Twins;
using Firmware.Gateway.Views;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace Firmware.Gateway.Devices
{
    /// <summary>
    /// LwM2M Gateway, object 25: an instance for each peripheral that has twins, with its address (0), its prefix (1) and the
    /// links of its objects (3). /dev0/26241/0/1 is /26241/0/1, if that is a twin or a view of the device with the prefix dev0;
    /// instance IDs are the same with the prefix and without.
    /// </summary>
    public sealed class DevicesObject : LwM2MObject, IDeviceTable, ITwinListener
    {
        private const int Id = 25;
        private const int DeviceId = 0;
        private const int Prefix = 1;
        private const int DeviceObjects = 3;
        private const string PrefixText = "dev";

        private static readonly int[] s_resources =
        {
            DeviceId | Resource.String | Resource.Read | Resource.Mandatory,
            Prefix | Resource.String | Resource.Read | Resource.Mandatory,
            DeviceObjects | Resource.String | Resource.Read | Resource.Mandatory,
        };

        private readonly TwinRegistry _twins;
        private readonly ViewRegistry _views;
        private readonly TwinIds _ids;
        private readonly ArrayList _devices = new ArrayList();
        private bool _changed;

        /// <summary>Creates the object without instances.</summary>
        /// <param name="twins">The peripherals' twins.</param>
        /// <param name="views">Their views.</param>
        /// <param name="ids">Which numbers peripherals have.</param>
        public DevicesObject(TwinRegistry twins, ViewRegistry views, TwinIds ids)
            : base(Id, s_resources)
        {
            _twins = twins;
            _views = views;
            _ids = ids;
        }

        /// <inheritdoc/>
        public override int InstanceCount
        {
            get { return _devices.Count; }
        }

        /// <inheritdoc/>
        public override int InstanceIdAt(int index)
        {
            return At(index).Number;
        }

        /// <inheritdoc/>
        public void OnTwinAdded(TwinObject twins, TwinInstance twin, TwinInstance replaced)
        {
            _changed = true;
        }

        /// <inheritdoc/>
        public void OnTwinRemoved(TwinObject twins, TwinInstance twin)
        {
            _changed = true;
        }

        /// <summary>Follows the twins: peripherals that have some are devices.</summary>
        public void Refresh()
        {
            if (!_changed)
            {
                return;
            }

            _changed = false;
            for (int i = 0; i < _devices.Count; i++)
            {
                At(i).HasTwins = false;
            }

            for (int i = 0; i < _twins.Count; i++)
            {
                for (int k = 0; k < _twins[i].InstanceCount; k++)
                {
                    Note(_twins[i][k]);
                }
            }

            for (int i = _devices.Count - 1; i >= 0; i--)
            {
                if (!At(i).HasTwins)
                {
                    _devices.RemoveAt(i);
                    Registry.OnObjectsChanged();
                }
                else
                {
                    Changed(At(i).Number, DeviceObjects);
                }
            }

            _ids.Save();
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            Device device = Find(instanceId);
            writer.WriteString(
                resourceId == DeviceId ? device.Address.ToString("X12")
                : resourceId == Prefix ? PrefixText + instanceId.ToString()
                : LinksOf(device.Address));
            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public bool Owns(byte[] buffer, int offset, int count, int objectId, int instanceId)
        {
            int digits = count - PrefixText.Length;
            for (int i = 0; i < PrefixText.Length; i++)
            {
                if (digits <= 0 || buffer[offset + i] != PrefixText[i])
                {
                    return false;
                }
            }

            Device device = NumberText.TryParseInteger(buffer, offset + PrefixText.Length, digits, out long number) && number <= ushort.MaxValue ? Find((int)number) : null;
            if (device == null)
            {
                return false;
            }

            for (int i = 0; i < _twins.Count; i++)
            {
                if (_twins[i].ObjectId == objectId)
                {
                    TwinInstance twin = _twins[i].Find(instanceId);
                    return twin != null && twin.Address == device.Address;
                }
            }

            return _views.AddressOf(objectId, instanceId) == device.Address;
        }

        private void Note(TwinInstance twin)
        {
            Device device = FindAddress(twin.Address);
            if (device == null)
            {
                int number = _ids.InstanceId(Id, twin.Address, 0, twin.IsPassing);
                device = new Device { Number = number < 0 ? TwinIds.FreeInstanceId(this) : number, Address = twin.Address };
                int at = 0;
                while (at < _devices.Count && At(at).Number < device.Number)
                {
                    at++;
                }

                _devices.Insert(at, device);
                Registry.OnObjectsChanged();
            }

            device.HasTwins = true;
        }

        private string LinksOf(ulong address)
        {
            string links = "";
            for (int i = 0; i < _twins.Count; i++)
            {
                for (int k = 0; k < _twins[i].InstanceCount; k++)
                {
                    links += _twins[i][k].Address == address ? ",<" + ResourcePath.ToText(ResourcePath.Of(_twins[i].ObjectId, _twins[i][k].InstanceId)) + ">" : "";
                }
            }

            links += _views.LinksOf(address);
            return links.Length == 0 ? links : links.Substring(1);
        }

        private Device At(int index)
        {
            return (Device)_devices[index];
        }

        private Device FindAddress(ulong address)
        {
            for (int i = 0; i < _devices.Count; i++)
            {
                if (At(i).Address == address)
                {
                    return At(i);
                }
            }

            return null;
        }

        private Device Find(int number)
        {
            for (int i = 0; i < _devices.Count; i++)
            {
                if (At(i).Number == number)
                {
                    return At(i);
                }
            }

            return null;
        }

        private sealed class Device
        {
            internal int Number { get; set; }

            internal ulong Address { get; set; }

            internal bool HasTwins { get; set; }
        }
    }
}
