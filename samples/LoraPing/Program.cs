// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Device.Gpio;
using System.Device.Spi;
using System.Threading;
using Boards;
using Lora.Nano;
using Lora.Nano.Sx127x;
using Lora.Nano.Regions;
using Lora.Nano.Regulation;
using nanoFramework.Hardware.Esp32;

namespace Samples.LoraPing
{
    /// <summary>Sends a few bytes as often as the duty cycle allows, and shows what it hears in between. Two boards hear each other.</summary>
    public static class Program
    {
        private const int ListenMilliseconds = 10000;

        /// <summary>Sends and listens for ever.</summary>
        public static void Main()
        {
            Configuration.SetPinFunction(BoardPins.Sck, DeviceFunction.SPI1_CLOCK);
            Configuration.SetPinFunction(BoardPins.Miso, DeviceFunction.SPI1_MISO);
            Configuration.SetPinFunction(BoardPins.Mosi, DeviceFunction.SPI1_MOSI);
            SpiDevice spi = SpiDevice.Create(new SpiConnectionSettings(1, BoardPins.Nss) { ClockFrequency = 8000000 });
            Sx127xRadio radio = new Sx127xRadio(spi, new GpioController(), new Sx127xOptions { ResetPin = BoardPins.Reset, Dio0Pin = BoardPins.Dio0 });

            Modulation modulation = new Modulation { FrequencyHertz = 868100000, SpreadingFactor = 9 };
            DutyCycle dutyCycle = new DutyCycle(Region.Eu868().Rules);
            byte[] ping = new byte[] { (byte)'p', (byte)'i', (byte)'n', (byte)'g', 0 };
            ReceivedFrame frame = new ReceivedFrame(new byte[255]);
            while (true)
            {
                long now = Environment.TickCount64;
                if (dutyCycle.WaitFor(modulation, ping.Length, now) == 0 && radio.TransmitIfFree(modulation, ping, 0, ping.Length) == RadioResult.Done)
                {
                    dutyCycle.Record(modulation, ping.Length, now);
                    Console.WriteLine("sent " + ping[4].ToString());
                    ping[4]++;
                }

                radio.StartReceiving(modulation);
                if (radio.WaitForFrame(frame, ListenMilliseconds) == RadioResult.Done)
                {
                    Console.WriteLine("heard " + frame.Length.ToString() + " bytes at " + frame.RssiDbm.ToString() + " dBm");
                }

                radio.StopReceiving();
            }
        }
    }
}
