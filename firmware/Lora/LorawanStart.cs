// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Firmware.Platform;
using Lora.Nano.Lorawan;
using Lora.Nano.Regulation;
using Lora.Nano.Sx127x;
using Lora.Nano;
using LwM2M.Nano.Platform;
using nanoFramework.Hardware.Esp32;

namespace Firmware.Lora
{
    /// <summary>Brings the radio up and joins, as the configuration says.</summary>
    public static class LorawanStart
    {
        // The rest makes up for what a sleep forgets: 24 s an hour on end where 1 % is allowed, 12 s at once.
        private const int UsableAtOncePercent = 34;

        private const int UnheardForLong = 4;
        private const int HardlyEver = 10; // one part in 1024 of all time

        /// <summary>Sets the radio and the session up; joins once when there is no session.</summary>
        /// <param name="configuration">Region, identity and wiring.</param>
        /// <param name="store">Where the session is kept.</param>
        /// <param name="silence">What was sent before and is not made up for.</param>
        /// <param name="random">For channels and back-off.</param>
        /// <param name="log">Where it says what happens.</param>
        /// <param name="cause">What has woken the device.</param>
        /// <param name="rejoin">No server was reached for long: if the network was not heard either, perhaps it knows the session no more.</param>
        /// <returns>The device, joined or not; null when there is no radio.</returns>
        public static LorawanDevice Begin(LoraConfiguration configuration, Store store, SilenceRecord silence, Random random, Log log, Sleep.WakeupCause cause, bool rejoin)
        {
            ChannelPlan plan = LoraBoard.Plan(configuration);
            DutyCycle dutyCycle = new DutyCycle(plan.Rules) { UsablePercent = UsableAtOncePercent };
            LorawanDevice device;
            try
            {
                device = new LorawanDevice(LoraBoard.OpenRadio(configuration), plan, dutyCycle, new LorawanRecord(store, configuration), random, cause == Sleep.WakeupCause.Timer || cause == Sleep.WakeupCause.Ext0);
            }
            catch (RadioException e)
            {
                log.Write(e.Message);
                return null;
            }

            device.Owe(silence.DutyCycleMilliseconds);
            device.Hold(silence.JoinMilliseconds, silence.UplinkMilliseconds);
            device.JitterMilliseconds = Jitter(configuration, plan, log);
            device.IsAdaptive = !plan.IsSingle;
            device.ShortestPayload = LoraBoard.ShortestPayload;
            device.FirstDataRate = LoraBoard.DataRate(configuration, plan);
            if (!device.IsJoined || (rejoin && (device.UnheardUplinks >= UnheardForLong || device.DutyCycleExponent >= HardlyEver)))
            {
                byte[] joinEui = HexText.Parse(configuration.JoinEui);
                LorawanIdentity identity = new LorawanIdentity(joinEui, HexText.Parse(configuration.DevEui), HexText.Parse(configuration.AppKey));
                LorawanResult result = device.Join(identity);
                log.Write(result == LorawanResult.Acknowledged ? "joined" : "not joined");
            }

            return device;
        }

        private static int Jitter(LoraConfiguration configuration, ChannelPlan plan, Log log)
        {
            if (configuration.JitterMilliseconds <= plan.MaximumJitterMilliseconds)
            {
                return configuration.JitterMilliseconds;
            }

            log.Write("configuration: JitterMilliseconds is at most " + plan.MaximumJitterMilliseconds.ToString() + " in " + configuration.Region);
            return plan.MaximumJitterMilliseconds;
        }
    }
}
