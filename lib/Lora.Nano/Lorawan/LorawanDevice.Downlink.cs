// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;

namespace Lora.Nano.Lorawan
{
    /// <content>The windows, and the frames that come in them.</content>
    public sealed partial class LorawanDevice
    {
        private const int MinimumWindowSymbols = 6;
        private const int MaximumWindowSymbols = 1023;
        private const int SetUpMilliseconds = 3;
        private const int ListenDbm = -80;

        // True when the network was heard.
        private bool ListenTwice(int channel, int dataRate, Downlink downlink, out bool acknowledged)
        {
            long sentAt = _radio.TransmittedAt;
            int delay = _session.DelaySeconds * 1000;
            acknowledged = false;
            bool first = _plan.FirstRate(dataRate, _session.Rx1Offset) != ChannelPlan.NotHeard
                && Listen(_plan.FirstWindow(channel, dataRate, _session.Rx1Offset), sentAt + delay);
            return (first && TakeData(downlink, ref acknowledged))
                || (Listen(_plan.SecondWindow(_session.Rx2Hertz, _session.Rx2DataRate), sentAt + delay + 1000) && TakeData(downlink, ref acknowledged));
        }

        // A window opened late misses, early is harmless: it is centred on the preamble and as wide as the jitter.
        private bool Listen(Modulation modulation, long at)
        {
            int symbol = modulation.SymbolMicroseconds;
            int symbols = ((2 * MinimumWindowSymbols - 8) * symbol + 2000 * JitterMilliseconds + symbol - 1) / symbol;
            symbols = symbols < MinimumWindowSymbols ? MinimumWindowSymbols : symbols > MaximumWindowSymbols ? MaximumWindowSymbols : symbols;
            long open = at + (4L * symbol - (long)symbols * symbol / 2) / 1000 - SetUpMilliseconds;
            long wait = open - Environment.TickCount64;
            if (wait > 0)
            {
                _radio.Sleep();
                Thread.Sleep((int)wait);
            }

            return _radio.ReceiveSingle(modulation, symbols, _received) == RadioResult.Done;
        }

        private bool TakeData(Downlink downlink, ref bool acknowledged)
        {
            byte[] buffer = _received.Buffer;
            if (IsConfirmedAgain(buffer))
            {
                _session.OwesAcknowledgement = true; // it was not heard; what the frame carries was taken
                return false;
            }

            bool genuine = _frame.TryRead(buffer, _received.Length, _session.DownCounter, _session.Address, _session.NetworkKey, _session.ApplicationKey);
            if (!genuine || (_frame.Type != MessageType.UnconfirmedDown && _frame.Type != MessageType.ConfirmedDown))
            {
                return false;
            }

            acknowledged = _frame.Acknowledges;
            _session.DownCounter = _frame.Counter;
            _session.OwesAcknowledgement = _frame.Type == MessageType.ConfirmedDown;
            _session.AdrCount = 0;
            _session.Answers.Clear();
            _commands.Take(_frame.Options, 0, _frame.OptionsLength, _received.SnrQuarters);
            downlink.Came = true;
            downlink.HasMore = _frame.HasMore;
            if (_frame.Port == 0)
            {
                _commands.Take(buffer, _frame.PayloadOffset, _frame.PayloadLength, _received.SnrQuarters);
            }
            else if (_frame.Port > 0)
            {
                downlink.Port = _frame.Port;
                downlink.Offset = _frame.PayloadOffset;
                downlink.Length = _frame.PayloadLength;
                Array.Copy(buffer, 0, downlink.Buffer, 0, _received.Length);
            }

            // A setting must hold, and a payload not come twice, whatever fails. The rest the radio keeps.
            if ((_frame.Port > 0 && WritesDownlinks) || _session.MustSave)
            {
                _session.Save();
            }

            return true;
        }

        // A network that has not heard the acknowledgement may send the frame again, with its counter.
        private bool IsConfirmedAgain(byte[] buffer)
        {
            bool last = _received.Length >= DataFrame.Overhead - 1 && buffer[0] >> 5 == MessageType.ConfirmedDown
                && _session.DownCounter >= 0 && FrameSecurity.Get(buffer, 6, 2) == (_session.DownCounter & 0xFFFF)
                && (uint)FrameSecurity.Get(buffer, 1, 4) == _session.Address;
            int end = _received.Length - FrameSecurity.MicLength;
            return last && FrameSecurity.IsGenuine(_session.NetworkKey, FrameSecurity.Downlink, _session.Address, (uint)_session.DownCounter, buffer, _received.Length) && end > 0;
        }
    }
}
