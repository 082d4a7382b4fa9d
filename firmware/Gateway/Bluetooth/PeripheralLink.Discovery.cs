// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using Firmware.Gateway.Gatt;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace Firmware.Gateway.Bluetooth
{
    /// <content>What a peripheral has: services, characteristics, data types.</content>
    public sealed partial class PeripheralLink
    {
        // One that takes longer keeps the others out: while a link comes up nobody is scanned for.
        private const int LongestDiscoveryMilliseconds = 60000;

        // An answer that is lost looks like one with nothing in it: what is empty is asked for again.
        private const int Attempts = 3;
        private const int LostMilliseconds = 3000;

        private const int UserDescription = 0x2901;
        private const int PresentationFormat = 0x2904;

        // The status is no proof: only services that are really there are.
        private bool Discover()
        {
            ValueLayout layout = new ValueLayout(); // of this thread, and for as long as it takes
            long end = Environment.TickCount64 + LongestDiscoveryMilliseconds;
            GattDeviceService[] services = _device.GetGattServices().Services;
            for (int i = 0; services != null && i < services.Length; i++)
            {
                byte[] uuid = services[i].Uuid.ToByteArray();
                if (!IsSigService(uuid, GenericAccess) && !IsSigService(uuid, GenericAttribute))
                {
                    DiscoveredService service = new DiscoveredService { Uuid = uuid, Ordinal = CountOf(_services, uuid) };
                    GattCharacteristic[] characteristics = CharacteristicsOf(services[i], end);
                    for (int k = 0; characteristics != null && k < characteristics.Length; k++)
                    {
                        AddCharacteristic(service, characteristics[k], layout);
                        Activity++;
                        if (Environment.TickCount64 > end || _dropped)
                        {
                            return false;
                        }
                    }

                    if (Environment.TickCount64 > end || _dropped)
                    {
                        return false; // half a peripheral is none: it is met anew
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

        private void AddCharacteristic(DiscoveredService service, GattCharacteristic characteristic, ValueLayout layout)
        {
            byte[] uuid = characteristic.Uuid.ToByteArray();
            DiscoveredCharacteristic found = new DiscoveredCharacteristic
            {
                Uuid = uuid,
                Ordinal = CountOf(service.Characteristics, uuid),
                Handle = characteristic.AttributeHandle,
                Properties = (byte)characteristic.CharacteristicProperties
            };
            FindType(found, characteristic, layout);
            service.Characteristics.Add(found);
            _characteristics.Add(characteristic);
            characteristic.ValueChanged += OnValueChanged;
        }

        private GattCharacteristic[] CharacteristicsOf(GattDeviceService service, long end)
        {
            GattCharacteristic[] found = null;
            for (int i = 0; i < Attempts && (found == null || found.Length == 0) && !_dropped && Environment.TickCount64 <= end; i++)
            {
                found = service.GetCharacteristics().Characteristics;
                Activity++;
            }

            return found;
        }

        // What the SIG has described needs no descriptor.
        private void FindType(DiscoveredCharacteristic found, GattCharacteristic characteristic, ValueLayout layout)
        {
            if (SigCharacteristics.Describe(Uuid.NumberOf(found.Uuid, 0), layout.Begin(null, 0, 0)))
            {
                return;
            }

            int formats = 0;
            GattDescriptor[] descriptors = DescriptorsOf(characteristic);
            for (int i = 0; descriptors != null && i < descriptors.Length; i++)
            {
                uint number = Uuid.NumberOf(descriptors[i].Uuid.ToByteArray(), 0);
                if (number == UserDescription)
                {
                    found.Description = ValueOf(descriptors[i]);
                }
                else if (number == PresentationFormat)
                {
                    found.Format = GattFormat.FromDescriptor(ValueOf(descriptors[i]), out int exponent, out int unit);
                    found.Exponent = exponent;
                    found.Unit = unit;
                    formats++;
                }
            }

            if (formats > 1)
            {
                found.Format = GattFormat.Opaque; // several values in one: an aggregate
            }
        }

        // Most characteristics have none, which is told at once; an answer that was lost takes its time.
        private GattDescriptor[] DescriptorsOf(GattCharacteristic characteristic)
        {
            GattDescriptor[] found = null;
            for (int i = 0; i < Attempts && !_dropped; i++)
            {
                long began = Environment.TickCount64;
                found = characteristic.GetDescriptors().Descriptors;
                Activity++;
                if ((found != null && found.Length > 0) || Environment.TickCount64 - began < LostMilliseconds)
                {
                    return found;
                }
            }

            return found;
        }

        private byte[] ValueOf(GattDescriptor descriptor)
        {
            byte[] value = new byte[0];
            for (int i = 0; i < Attempts && value.Length == 0 && !_dropped; i++)
            {
                value = BytesOf(descriptor.ReadValue().Value);
            }

            return value;
        }

        private static int CountOf(ArrayList found, byte[] uuid)
        {
            int count = 0;
            for (int i = 0; i < found.Count; i++)
            {
                byte[] other = found[i] is DiscoveredService service ? service.Uuid : ((DiscoveredCharacteristic)found[i]).Uuid;
                count += Bytes.AreEqual(other, 0, uuid, 0, uuid.Length) ? 1 : 0;
            }

            return count;
        }

        private static bool IsSigService(byte[] uuid, ushort number)
        {
            return Uuid.NumberOf(uuid, 0) == number;
        }
    }
}
