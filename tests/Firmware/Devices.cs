// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;
using Simulator.Bluetooth;
using Simulator.Board;

namespace FirmwareTests
{
    /// <summary>Peripherals made in a line, and a world with a Gateway that has met them.</summary>
    internal static class Devices
    {
        internal static Guid Sig(string number)
        {
            return number.Length == 4 ? new Guid($"0000{number}-0000-1000-8000-00805f9b34fb") : new Guid(number);
        }

        internal static void AddService(GattDatabase database, string uuid, int handle, params (string Uuid, string Hex, string Properties)[] characteristics)
        {
            GattDatabase.Service service = new() { Uuid = Sig(uuid), Handle = (ushort)handle };
            service.Characteristics.AddRange(characteristics.Select((c, i) => new GattDatabase.Characteristic
            {
                Uuid = Sig(c.Uuid),
                Handle = (ushort)(handle + 2 + 3 * i),
                Properties = c.Properties.Split(' ').ToList(),
                Hex = c.Hex
            }));
            database.Services.Add(service);
        }

        internal static SimulatedPeripheral Peripheral(string address, string service, params (string Uuid, string Hex, string Properties)[] characteristics)
        {
            GattDatabase database = new() { Name = "device", Address = address };
            AddService(database, service, 10, characteristics);
            return new SimulatedPeripheral(database);
        }

        internal static World Start(out SimulatedBoard gateway, params SimulatedPeripheral[] peripherals)
        {
            return Start(out gateway, _ => { }, peripherals);
        }

        internal static World Start(out SimulatedBoard gateway, Action<World> prepare, params SimulatedPeripheral[] peripherals)
        {
            World world = new();
            prepare(world);
            world.Ecg.InReach = false;
            foreach (SimulatedPeripheral peripheral in peripherals)
            {
                world.Air.Add(peripheral);
            }

            gateway = world.Gateway();
            gateway.PowerOn();
            world.Until(
                () => peripherals.All(p => p.IsConnected) && world.Server.Find("gateway")?.Objects.Count(o => o.StartsWith("/26241/", StringComparison.Ordinal)) == peripherals.Length,
                120,
                "not all connected");
            world.Time.Run(3000);
            return world;
        }
    }
}
