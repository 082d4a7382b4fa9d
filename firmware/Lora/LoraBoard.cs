// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Device.Gpio;
using System.Device.Spi;
using Lora.Nano.Lorawan;
using Lora.Nano.Regions;
using Lora.Nano;
using Lora.Nano.Sx126x;
using Lora.Nano.Sx127x;
using nanoFramework.Hardware.Esp32;

namespace Firmware.Lora
{
    /// <summary>The board's LoRa radio and region, as the configuration says.</summary>
    public static class LoraBoard
    {
        private const int SpiBus = 1;
        private const int SpiClockHertz = 8000000;

        /// <summary>What a block of an LwM2M message needs, in bytes.</summary>
        internal const int ShortestPayload = 48;

        /// <summary>The region's channels; only one of them in a network of one channel.</summary>
        /// <param name="configuration">Region and channel.</param>
        /// <returns>A new plan.</returns>
        public static ChannelPlan Plan(LoraConfiguration configuration)
        {
            ChannelPlan plan = new ChannelPlan(Region.Find(configuration.Region));
            if (configuration.Channel >= 0)
            {
                plan.UseOnly(configuration.Channel);
            }

            return plan;
        }

        /// <summary>The data rate that is configured; at least one that carries a message, at most what all of the region's own channels have.</summary>
        /// <param name="configuration">The data rate.</param>
        /// <param name="plan">The region.</param>
        /// <returns>A data rate the region has.</returns>
        public static int DataRate(LoraConfiguration configuration, ChannelPlan plan)
        {
            int lowest = plan.LowestDataRate;
            int highest = plan.Region.HighestDefaultRate;
            while (lowest < highest && plan.MaximumPayload(lowest) < ShortestPayload)
            {
                lowest++;
            }

            return configuration.DataRate > highest ? highest : configuration.DataRate < lowest ? lowest : configuration.DataRate;
        }

        /// <summary>Brings the radio up.</summary>
        /// <param name="configuration">Its wiring.</param>
        /// <returns>The radio, in standby.</returns>
        /// <exception cref="RadioException">No radio answers, or another chip does.</exception>
        public static IRadio OpenRadio(LoraConfiguration configuration)
        {
            Configuration.SetPinFunction(configuration.SckPin, DeviceFunction.SPI1_CLOCK);
            Configuration.SetPinFunction(configuration.MisoPin, DeviceFunction.SPI1_MISO);
            Configuration.SetPinFunction(configuration.MosiPin, DeviceFunction.SPI1_MOSI);
            SpiDevice spi = SpiDevice.Create(new SpiConnectionSettings(SpiBus, configuration.NssPin) { ClockFrequency = SpiClockHertz });
            GpioController gpio = new GpioController();
            if (configuration.Radio == LoraConfiguration.Sx1262)
            {
                return OpenSx1262(configuration, spi, gpio);
            }

            Sx127xOptions wiring = new Sx127xOptions
            {
                ResetPin = configuration.ResetPin,
                Dio0Pin = configuration.Dio0Pin,
                Dio1Pin = configuration.Dio1Pin,
                HasTcxo = configuration.TcxoMillivolts > 0,
                UsesRfo = configuration.UsesRfo,
                CurrentCapMilliamperes = configuration.RadioMilliamperes
            };
            return new Sx127xRadio(spi, gpio, wiring);
        }

        private static IRadio OpenSx1262(LoraConfiguration configuration, SpiDevice spi, GpioController gpio)
        {
            if (configuration.BusyPin < 0)
            {
                throw new RadioException("configuration: an SX1262 needs BusyPin");
            }

            Sx126xOptions wiring = new Sx126xOptions
            {
                ResetPin = configuration.ResetPin,
                BusyPin = configuration.BusyPin,
                Dio1Pin = configuration.Dio1Pin,
                HasTcxo = configuration.TcxoMillivolts > 0,
                UsesDio2AsSwitch = true, // as on every board with this chip that is known
                CurrentCapMilliamperes = configuration.RadioMilliamperes
            };
            if (wiring.HasTcxo)
            {
                wiring.TcxoMillivolts = configuration.TcxoMillivolts;
            }

            return new Sx126xRadio(spi, gpio, wiring);
        }
    }
}
