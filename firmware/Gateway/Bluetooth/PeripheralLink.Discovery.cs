// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using Firmware.Gateway.Twins;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace Firmware.Gateway.Bluetooth
{
    /// <content>What a peripheral has: services, characteristics, data types.</content>
    public sealed partial class PeripheralLink
    {
        // One that takes longer keeps the others out: while a link comes up nobody is scanned for.
        private const int LongestDiscoveryMilliseconds = 60000;

        // The status is no proof: only services that are really there are.
        private bool Discover()
        {
            long end = Environment.TickCount64 + LongestDiscoveryMilliseconds;
            GattDeviceService[] services = _device.GetGattServices().Services;
            for (int i = 0; services != null && i < services.Length; i++)
            {
                byte[] uuid = services[i].Uuid.ToByteArray();
                if (!IsSigService(uuid, GenericAccess) && !IsSigService(uuid, GenericAttribute))
                {
                    DiscoveredService service = new DiscoveredService { Uuid = uuid, Ordinal = CountOf(_services, uuid) };
                    GattCharacteristic[] characteristics = services[i].GetCharacteristics().Characteristics;
                    for (int k = 0; characteristics != null && k < characteristics.Length; k++)
                    {
                        AddCharacteristic(service, characteristics[k]);
                        Activity++;
                        if (Environment.TickCount64 > end || _dropped)
                        {
                            return false;
                        }
                    }

                    if (service.Characteristics.Count > 0)
                    {
                        _services.Add(service);
                    }
                    else
                    {
                        _log.Write("service without characteristics on " + Address.ToString("X12"));
                    }
                }
            }

            return _services.Count > 0;
        }

        private void AddCharacteristic(DiscoveredService service, GattCharacteristic characteristic)
        {
            byte[] uuid = characteristic.Uuid.ToByteArray();
            DiscoveredCharacteristic found = new DiscoveredCharacteristic
            {
                Uuid = uuid,
                Ordinal = CountOf(service.Characteristics, uuid),
                Handle = characteristic.AttributeHandle,
                Properties = (byte)characteristic.CharacteristicProperties
            };
            FindType(found, characteristic);
            service.Characteristics.Add(found);
            _characteristics.Add(characteristic);
            characteristic.ValueChanged += OnValueChanged;
        }

        // The SIG's own types first, then what the peripheral tells.
        private static void FindType(DiscoveredCharacteristic found, GattCharacteristic characteristic)
        {
            if (SigTypes.TryFind(SigTypes.NumberOf(found.Uuid, 0), out int dataType, out int exponent))
            {
                found.DataType = dataType;
                found.Exponent = exponent;
                return;
            }

            found.DataType = GattFormat.Opaque;
            GattDescriptor[] descriptors = characteristic.GetDescriptors().Descriptors;
            for (int i = 0; descriptors != null && i < descriptors.Length; i++)
            {
                if (GattFormat.IsPresentationFormat(descriptors[i].Uuid.ToByteArray()))
                {
                    found.DataType = GattFormat.FromDescriptor(BytesOf(descriptors[i].ReadValue().Value), out exponent);
                    found.Exponent = exponent;
                    return;
                }
            }
        }

        private static int CountOf(ArrayList found, byte[] uuid)
        {
            int count = 0;
            for (int i = 0; i < found.Count; i++)
            {
                byte[] other = found[i] is DiscoveredService service ? service.Uuid : ((DiscoveredCharacteristic)found[i]).Uuid;
                count += IdTable.AreEqual(other, 0, uuid, 0, uuid.Length) ? 1 : 0;
            }

            return count;
        }

        private static bool IsSigService(byte[] uuid, ushort number)
        {
            return uuid[0] == (byte)number && uuid[1] == number >> 8 && uuid[2] == 0 && uuid[3] == 0 && uuid[7] == 0x10 && uuid[15] == 0xFB;
        }
    }
}
