// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Device.Adc;
using LwM2M.Nano.Platform;

namespace Firmware.Node
{
    /// <summary>The board's battery, measured through the ADC and a divider; everything else comes from other sensors.</summary>
    public sealed class BatterySensors : Sensors
    {
        private const int FullScaleMillivolts = 3300; // of the ESP32's ADC, with the attenuation its driver sets
        private const int Samples = 8;

        // A lithium cell. Below the least there is none.
        private const int FullMillivolts = 4200;
        private const int EmptyMillivolts = 3300;
        private const int LeastMillivolts = 2000;

        private readonly Sensors _others;
        private readonly int _channel;
        private readonly int _percent;
        private readonly Log _log;

        /// <summary>Creates the sensors.</summary>
        /// <param name="others">Measure what is not the battery.</param>
        /// <param name="channel">ADC channel.</param>
        /// <param name="percent">How many percent of the ADC's voltage the battery has.</param>
        /// <param name="log">Where a battery that is not there is named.</param>
        public BatterySensors(Sensors others, int channel, int percent, Log log)
        {
            _others = others;
            _channel = channel;
            _percent = percent;
            _log = log;
        }

        /// <inheritdoc/>
        public override float Temperature
        {
            get { return _others.Temperature; }
        }

        /// <inheritdoc/>
        public override float Humidity
        {
            get { return _others.Humidity; }
        }

        /// <inheritdoc/>
        public override int BatteryLevel
        {
            get
            {
                int millivolts = ReadMillivolts();
                if (millivolts < LeastMillivolts)
                {
                    _log.Write("no battery on ADC channel " + _channel.ToString());
                    return -1;
                }

                int percent = (millivolts - EmptyMillivolts) * 100 / (FullMillivolts - EmptyMillivolts);
                return percent < 0 ? 0 : percent > 100 ? 100 : percent;
            }
        }

        private int ReadMillivolts()
        {
            try
            {
                AdcController controller = new AdcController();
                AdcChannel channel = controller.OpenChannel(_channel);
                int sum = 0;
                for (int i = 0; i < Samples; i++)
                {
                    sum += channel.ReadValue();
                }

                channel.Dispose();
                return (int)((long)sum * FullScaleMillivolts * _percent / (100L * Samples * controller.MaxValue));
            }
            catch (ArgumentException)
            {
                return 0; // the board has no such channel
            }
        }
    }
}
