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

            Clock clock = new SystemClock();
            ObjectRegistry registry = new ObjectRegistry();
            AccountTable accounts = new AccountTable(registry);
            configuration.Provision(accounts);
            DoorObject door = new DoorObject();
            registry.Add(new DeviceObject(clock) { ModelNumber = "Door" });
            registry.Add(door);

            LwM2MClient client = new LwM2MClient(new ClientOptions { EndpointName = configuration.Endpoint }, registry, accounts, clock, new Random(), log);
            client.Start(new UdpTransport(log));
            GpioPin contact = new GpioController().OpenPin(ContactPin, PinMode.InputPullUp);
            while (true)
            {
                door.IsOpen = contact.Read() == PinValue.High;
                client.Step(LookMilliseconds);
            }
        }
    }
}
