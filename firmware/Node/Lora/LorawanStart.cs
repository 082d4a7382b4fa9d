// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Device.Gpio;
using System.Device.Spi;
using Firmware.Platform;
using Lora.Sx127x.Lorawan;
using Lora.Sx127x.Radio;
using Lora.Sx127x.Regulation;
using LwM2M.Nano.Platform;
using nanoFramework.Hardware.Esp32;

namespace Firmware.Node.Lora
{
    /// <summary>Brings the radio up and joins, as the configuration says.</summary>
    public static class LorawanStart
    {
        private const int SpiBus = 1;
        private const int SpiClockHertz = 8000000;

        /// <summary>Sets the radio and the session up; joins once when there is no session.</summary>
        /// <param name="configuration">Region, identity and wiring.</param>
        /// <param name="store">Where the session is kept.</param>
        /// <param name="random">For channels and back-off.</param>
        /// <param name="log">Where it says what happens.</param>
        /// <returns>A joined device, or null.</returns>
        public static LorawanDevice Begin(DeviceConfiguration configuration, Store store, Random random, Log log)
        {
            ChannelPlan plan = configuration.Region == "US915" ? ChannelPlan.Us915()
                : configuration.Region == "AS923" ? ChannelPlan.As923()
                : ChannelPlan.Eu868();
            DutyCycle dutyCycle = new DutyCycle(plan.Rules) { UsablePercent = 50 }; // forgotten at each sleep
            LorawanDevice device;
            try
            {
                device = new LorawanDevice(OpenRadio(configuration), plan, dutyCycle, new LorawanRecord(store, configuration), random);
            }
            catch (RadioException e)
            {
                log.Write(e.Message);
                return null;
            }

            device.JitterMilliseconds = configuration.JitterMilliseconds;
            if (!device.IsJoined)
            {
                byte[] joinEui = HexText.Parse(configuration.JoinEui);
                LorawanIdentity identity = new LorawanIdentity(joinEui, HexText.Parse(configuration.DevEui), HexText.Parse(configuration.AppKey));
                LorawanResult result = device.Join(identity);
                log.Write(result == LorawanResult.Acknowledged ? "joined" : "not joined");
            }

            int dataRate = configuration.DataRate < plan.HighestDataRate ? configuration.DataRate : plan.HighestDataRate;
            if (device.IsJoined && dataRate > device.DataRate)
            {
                device.SetDataRate(dataRate);
            }

            return device.IsJoined ? device : null;
        }

        private static Sx127xRadio OpenRadio(DeviceConfiguration configuration)
        {
            Configuration.SetPinFunction(configuration.SckPin, DeviceFunction.SPI1_CLOCK);
            Configuration.SetPinFunction(configuration.MisoPin, DeviceFunction.SPI1_MISO);
            Configuration.SetPinFunction(configuration.MosiPin, DeviceFunction.SPI1_MOSI);
            SpiDevice spi = SpiDevice.Create(new SpiConnectionSettings(SpiBus, configuration.NssPin) { ClockFrequency = SpiClockHertz });
            Sx127xOptions wiring = new Sx127xOptions { ResetPin = configuration.ResetPin, Dio0Pin = configuration.Dio0Pin };
            return new Sx127xRadio(spi, new GpioController(), wiring);
        }
    }
}
