// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using Lora.Nano;
using Lora.Nano.Lorawan;
using Lora.Nano.Regions;
using Lora.Nano.Regulation;
using Simulator.Lora;
using Simulator.Lorawan;

namespace LoraTests
{
    /// <summary>A LoRaWAN device over its lives: the radio, its record, and a strict network with this one device.</summary>
    internal sealed class DeviceBench
    {
        internal const uint Address = 0x26011234;
        internal const int Port = 7;
        internal static readonly byte[] AppKey = Convert.FromHexString("98929b92c49edba9676d646d3b612456");
        internal static readonly LorawanIdentity Identity = new(new byte[8], new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, AppKey);
        internal static readonly byte[] Report = Encoding.ASCII.GetBytes("report");

        private readonly string _region;

        /// <param name="region">Such as EU868.</param>
        /// <param name="joins">The device joins; else its session is agreed by hand.</param>
        /// <param name="forgets">The radio keeps nothing over a sleep.</param>
        /// <param name="sx1262">The radio is an SX1262, else an SX1276.</param>
        internal DeviceBench(string region = "EU868", bool joins = false, bool forgets = false, bool sx1262 = false)
        {
            _region = region;
            Chip = sx1262 ? new SimulatedSx126x(Bench.Air) { ForgetsInDeepSleep = forgets } : new SimulatedSx127x(Bench.Air) { ForgetsInDeepSleep = forgets };
            Network = new NetworkServer(Bench.Time, Bench.Air, region);
            Device = joins ? Network.Add(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, AppKey) : Network.Personalize(Address, new byte[16], new byte[16]);
        }

        internal Bench Bench { get; } = new();

        internal SimulatedRadio Chip { get; }

        internal MemoryStore Store { get; set; } = new();

        internal NetworkServer Network { get; }

        /// <summary>The device as the network knows it.</summary>
        internal NetworkDevice Device { get; }

        internal List<Transmission> Heard => Network.Heard;

        internal string Violations => string.Join(", ", Network.Violations);

        /// <summary>One life, from power on or the end of a sleep to the next sleep.</summary>
        /// <param name="body">What it does.</param>
        /// <param name="fromSleep">A sleep has ended.</param>
        /// <param name="suspends">It ends in a sleep; else by a crash.</param>
        /// <param name="dataRate">What it is set to begin with; -1 for nothing.</param>
        internal void Live(Action<LorawanDevice> body, bool fromSleep = false, bool suspends = true, int dataRate = -1, int seconds = 90000)
        {
            if (fromSleep && Chip.ForgetsInDeepSleep)
            {
                Chip.CutPower();
            }

            Board(radio =>
            {
                ChannelPlan plan = new(Region.Find(_region));
                LorawanDevice device = new(radio, plan, new DutyCycle(plan.Rules), Store, new Simulator.Platform.Random(), fromSleep);
                if (Device.DevEui[0] == 0)
                {
                    device.Personalize(Address, new byte[16], new byte[16]);
                }

                device.FirstDataRate = dataRate < 0 ? plan.Region.HighestDefaultRate : dataRate;
                body(device);
                if (suspends)
                {
                    device.Suspend();
                }
            });
            Bench.Run(seconds);
        }

        private void Board(Action<IRadio> body)
        {
            if (Chip is SimulatedSx126x chip)
            {
                Bench.Board(chip, Bench.Wired126x, body);
            }
            else
            {
                Bench.Board((SimulatedSx127x)Chip, Bench.Wired, body);
            }
        }

        /// <summary>Sends a report, waiting as long as the rules ask.</summary>
        internal static LorawanResult Send(LorawanDevice device, bool confirmed = false, Downlink downlink = null)
        {
            return Patiently(device, () => device.Send(2, Report, 0, Report.Length, confirmed, downlink ?? new Downlink()));
        }

        internal static LorawanResult Join(LorawanDevice device)
        {
            return Patiently(device, () => device.Join(Identity));
        }

        internal static LorawanResult Patiently(LorawanDevice device, Func<LorawanResult> action)
        {
            for (int i = 0; i < 5; i++)
            {
                LorawanResult result = action();
                if (result != LorawanResult.MustWait)
                {
                    return result;
                }

                Simulator.Platform.Thread.Sleep((int)device.WaitMilliseconds + 1);
            }

            return LorawanResult.MustWait;
        }

        internal void Command(string hex)
        {
            Device.Command(Convert.FromHexString(hex.Replace(" ", "")));
        }

        internal string Options(int uplink)
        {
            return Convert.ToHexString(Device.Uplinks[uplink].Options);
        }
    }
}
