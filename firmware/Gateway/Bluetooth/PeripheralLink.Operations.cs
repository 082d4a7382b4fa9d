// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace Firmware.Gateway.Bluetooth
{
    /// <content>One GATT operation at a time, and what its outcome is called.</content>
    public sealed partial class PeripheralLink
    {
        // Whatever the package throws, the operation has an answer.
        private CoapCode TryExecute(GattJob job)
        {
            try
            {
                return Execute(job);
            }
            catch (Exception e)
            {
                _log.Write(e is OutOfMemoryException ? "out of memory: an operation is given up" : "operation failed: " + e.Message);
                return CoapCode.InternalServerError;
            }
        }

        // A peripheral that refuses until it is paired is paired once in a connection, if that is allowed.
        private CoapCode Execute(GattJob job)
        {
            GattCharacteristic characteristic = FindCharacteristic(job.Handle);
            if (characteristic == null)
            {
                return CoapCode.NotFound;
            }

            GattCommunicationStatus status = Execute(job, characteristic);
            if (status == GattCommunicationStatus.AccessDenied && _mayPair && !_hasPaired)
            {
                _hasPaired = true;
                DevicePairingResultStatus paired = _device.Pairing.Pair().Status;
                _log.Write((paired == DevicePairingResultStatus.Paired ? "paired with " : "no pairing with ") + Address.ToString("X12"));
                status = Execute(job, characteristic);
            }

            _unanswered = status == GattCommunicationStatus.Unreachable ? _unanswered + 1 : 0;
            CoapCode answer = Answer(job.Request, status);
            if (_unanswered == MostUnanswered)
            {
                _log.Write("no answers from " + Address.ToString("X12"));
                _dropped = true;
            }

            return answer;
        }

        private static GattCommunicationStatus Execute(GattJob job, GattCharacteristic characteristic)
        {
            GattCommunicationStatus status;
            switch (job.Request)
            {
                case GattRequest.Read:
                    GattReadResult read = characteristic.ReadValue();
                    status = read.Value == null && read.Status == GattCommunicationStatus.Success ? GattCommunicationStatus.Unreachable : read.Status;
                    job.Value = BytesOf(read.Value);
                    break;
                case GattRequest.Write:
                    bool acknowledged = (characteristic.CharacteristicProperties & GattCharacteristicProperties.Write) != 0;
                    status = characteristic.WriteValueWithResult(
                        new nanoFramework.Device.Bluetooth.Buffer(job.Value),
                        acknowledged ? GattWriteOption.WriteWithResponse : GattWriteOption.WriteWithoutResponse).Status;
                    break;
                default:
                    status = characteristic.WriteClientCharacteristicConfigurationDescriptorWithResult(
                        Configuration(job.Request, characteristic), GattWriteOption.WriteWithResponse).Status;
                    break;
            }

            return status;
        }

        private CoapCode Answer(GattRequest request, GattCommunicationStatus status)
        {
            switch (status)
            {
                case GattCommunicationStatus.Success:
                    return request == GattRequest.Read ? CoapCode.Content : CoapCode.Changed;
                case GattCommunicationStatus.Unreachable:
                    return _dropped ? CoapCode.ServiceUnavailable : CoapCode.GatewayTimeout;
                case GattCommunicationStatus.AccessDenied:
                    return _mayPair ? CoapCode.Unauthorized : CoapCode.Forbidden;
                default:
                    return CoapCode.InternalServerError;
            }
        }

        private static GattClientCharacteristicConfigurationDescriptorValue Configuration(GattRequest request, GattCharacteristic characteristic)
        {
            return request == GattRequest.Unsubscribe ? GattClientCharacteristicConfigurationDescriptorValue.None
                : (characteristic.CharacteristicProperties & GattCharacteristicProperties.Notify) != 0 ? GattClientCharacteristicConfigurationDescriptorValue.Notify
                : GattClientCharacteristicConfigurationDescriptorValue.Indicate;
        }

        private GattCharacteristic FindCharacteristic(int handle)
        {
            for (int i = 0; i < _characteristics.Count; i++)
            {
                GattCharacteristic characteristic = (GattCharacteristic)_characteristics[i];
                if (characteristic.AttributeHandle == handle)
                {
                    return characteristic;
                }
            }

            return null;
        }
    }
}
