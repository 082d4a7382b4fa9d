// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Device.Gpio;
using Firmware.Platform;
using LwM2M.Nano.Client;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace Samples.Door
{
    /// <summary>A door contact between GPIO 4 and ground, on the server that was provisioned, over Wi-Fi.</summary>
    public static class Program
    {
        private const int ContactPin = 4;
        private const int LookMilliseconds = 100;
        private const int JoinTimeoutMilliseconds = 30000;

        /// <summary>Registers, and tells of the door for ever.</summary>
        public static void Main()
        {
            Log log = new ConsoleLog();
            DeviceConfiguration configuration = new DeviceConfiguration();
            if (!ConfigurationFile.Load(log, configuration))
            {
                return;
            }

            while (!Wifi.Join(JoinTimeoutMilliseconds))
            {
                log.Write("no Wi-Fi");
            }

            DoorObject door = new DoorObject();
            Transport transport = new UdpTransport(log);
            ClientParts parts = new ClientParts(configuration, "Door", transport.Bearer, new SystemClock(), new FileStore("I:\\", log), log);
            parts.Registry.Add(door);
            LwM2MClient client = parts.Start(new ClientOptions(), transport, new Random());
            GpioPin contact = new GpioController().OpenPin(ContactPin, PinMode.InputPullUp);
            while (true)
            {
                door.IsOpen = contact.Read() == PinValue.High;
                client.Step(LookMilliseconds);
            }
        }
    }
}
