// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Device.Gpio;
using System.Threading;
using Firmware.Lora;
using Firmware.Platform;
using Lora.Nano.Lorawan;
using LwM2M.Nano.Client;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using LwM2M.Objects;
using LwM2M.Security;
using LwM2M.Security.Oscore;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;

namespace Firmware.Node
{
    /// <summary>Composes the parts for one wake, runs it, and sleeps.</summary>
    public sealed class Wake
    {
        private const int JoinTimeoutMilliseconds = 20000;
        private const int RetryMilliseconds = 900000;
        private const int LeastSleepMilliseconds = 1000;

        private readonly NodeConfiguration _configuration;
        private readonly LoraConfiguration _lora;
        private readonly Log _log;
        private LorawanDevice _lorawan;
        private SilenceRecord _silence;

        /// <summary>Prepares a wake.</summary>
        /// <param name="configuration">What is provisioned, null when that is no use.</param>
        /// <param name="lora">Radio and network.</param>
        /// <param name="log">Where it says what happens.</param>
        public Wake(NodeConfiguration configuration, LoraConfiguration lora, Log log)
        {
            _configuration = configuration;
            _lora = lora;
            _log = log;
        }

        /// <summary>Runs the wake. It does not return: it ends in deep sleep.</summary>
        public void Run()
        {
            int sleep = _configuration == null ? RetryMilliseconds : TryCompose();
            try
            {
                if (_lorawan != null)
                {
                    Rest(sleep);
                }

                ArmWakePin();
            }
            catch (Exception e)
            {
                _log.Write("not prepared for sleep: " + e.Message);
            }

            _log.Write("sleep " + (sleep / 1000).ToString() + " s");
            if (sleep == 0)
            {
                Power.RebootDevice();
                Thread.Sleep(Timeout.Infinite); // the call returns, and the device reboots when the thread gives way
            }

            Sleep.EnableWakeupByTimer(TimeSpan.FromMilliseconds(sleep));
            Sleep.StartDeepSleep();
        }

        // A mistake in the program must not keep the device awake until its battery is flat.
        private int TryCompose()
        {
            try
            {
                return Compose();
            }
            catch (Exception e)
            {
                _log.Write("wake failed: " + e.Message);
                return RetryMilliseconds;
            }
        }

        // The duty cycle and the spreading of joins hold over the sleep, even one that a pin ends at once.
        private void Rest(int sleep)
        {
            _silence.Keep(_lorawan.RestMilliseconds, _lorawan.JoinRestMilliseconds, _lorawan.UplinkRestMilliseconds, sleep, _configuration.WakePin >= 0);
            if (!_lorawan.Suspend())
            {
                _log.Write("LoRaWAN session not kept");
            }
        }

        private int Compose()
        {
            Clock clock = new SystemClock();
            long started = clock.Milliseconds; // to reach the network may take longer than what falls due waits
            FileStore store = new FileStore("I:\\", _log);
            Random random = new Random();
            Sleep.WakeupCause cause = Sleep.GetWakeupCause();
            bool byTimer = cause == Sleep.WakeupCause.Timer;
            Failures failures = new Failures(store);
            Sensors sensors = OpenSensors(clock);
            Transport transport = _configuration.Transport == DeviceConfiguration.Lorawan ? OpenLorawan(store, clock, random, cause, failures.Count) : OpenWifi();
            bool reached = !(transport is NoTransport);
            OscoreObject contexts = new OscoreObject(_configuration.Oscore);
            transport = reached ? new SecureTransport(transport, NodeDevice.MessageSize, store, clock, random, _log) { Contexts = contexts } : transport;
            NodeDevice node = new NodeDevice(
                _configuration, transport, contexts, clock, store, failures, random, _log, byTimer ? started : -1);
            node.Measure(sensors);
            if (cause == Sleep.WakeupCause.Ext0)
            {
                node.ReportNow();
            }

            return Outlast(node, sensors, reached ? node.Run() : node.RunUnreached());
        }

        // A network that is away, or an hour's airtime that is used up, must not cost measurements: until it is time to try again the
        // device sleeps lightly, with its memory powered, and measures whenever something falls due. That is written once.
        private int Outlast(NodeDevice node, Sensors sensors, int sleep)
        {
            while (node.MillisecondsToMeasurement < sleep - SessionState.WakeToleranceMilliseconds)
            {
                int next = (int)node.MillisecondsToMeasurement;
                next = next < LeastSleepMilliseconds ? LeastSleepMilliseconds : next;
                Sleep.EnableWakeupByTimer(TimeSpan.FromMilliseconds(next));
                Sleep.StartLightSleep();
                node.Measure(sensors);
                node.KeepMeasured();
                sleep -= next;
            }

            node.Keep(sleep);
            return sleep;
        }

        private Sensors OpenSensors(Clock clock)
        {
            Sensors synthetic = new SyntheticSensors(clock);
            return _configuration.BatteryChannel < 0 ? synthetic : new BatterySensors(synthetic, _configuration.BatteryChannel, _configuration.BatteryPercent, _log);
        }

        private Transport OpenWifi()
        {
            if (!Wifi.Join(JoinTimeoutMilliseconds))
            {
                _log.Write("no Wi-Fi");
                return new NoTransport(ConnectivityObject.Wlan);
            }

            return new UdpTransport(_log);
        }

        private Transport OpenLorawan(Store store, Clock clock, Random random, Sleep.WakeupCause cause, int failures)
        {
            _silence = new SilenceRecord(store, clock, cause == Sleep.WakeupCause.Timer || cause == Sleep.WakeupCause.Ext0, cause == Sleep.WakeupCause.Ext0);
            _lorawan = LorawanStart.Begin(_lora, store, _silence, random, _log, cause, failures >= Failures.Many);
            if (_lorawan != null && failures > 0)
            {
                _lorawan.Attempts = failures < Failures.Many ? 2 : 1; // the network may be away: the airtime is for when it is back
            }

            return _lorawan == null || !_lorawan.IsJoined ? (Transport)new NoTransport(ConnectivityObject.Other) : new LorawanTransport(_lorawan, _log);
        }

        // A pin that still has its level would end the sleep at once, again and again.
        private void ArmWakePin()
        {
            if (_configuration == null || _configuration.WakePin < 0)
            {
                return;
            }

            GpioPin pin = new GpioController().OpenPin(_configuration.WakePin, PinMode.Input);
            if ((pin.Read() == PinValue.High) == (_configuration.WakeLevel == 1))
            {
                _log.Write("wake pin still active, not armed");
                return;
            }

            pin.Dispose();
            Sleep.EnableWakeupByPin((Sleep.WakeupGpioPin)(1UL << _configuration.WakePin), _configuration.WakeLevel);
        }
    }
}
