// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Gatt;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Streams
{
    /// <summary>Meters the streams of the links, and hands complete windows to the control of sampling rates.</summary>
    internal sealed class StreamTable : ILinkListener
    {
        private const int NumberLength = 2;
        private const int SampleLength = 2;

        private readonly LinkStream[] _streams;
        private readonly StreamControl _control;
        private readonly Clock _clock;

        internal StreamTable(int links, StreamControl control, Clock clock)
        {
            _streams = new LinkStream[links];
            _control = control;
            _clock = clock;
        }

        /// <summary>The stream of a link, or of the one that had it last; null for none.</summary>
        internal LinkStream Of(int link)
        {
            return _streams[link];
        }

        public void OnReady(PeripheralLink link)
        {
            LinkStream stream = new LinkStream();
            for (int i = 0; i < link.Services.Count; i++)
            {
                ArrayList characteristics = ((DiscoveredService)link.Services[i]).Characteristics;
                for (int k = 0; k < characteristics.Count; k++)
                {
                    DiscoveredCharacteristic characteristic = (DiscoveredCharacteristic)characteristics[k];
                    stream.Handle = StreamTypes.IsStream(characteristic.Uuid, 0) ? characteristic.Handle : stream.Handle;
                    stream.RateHandle = StreamTypes.IsRate(characteristic.Uuid, 0) ? characteristic.Handle : stream.RateHandle;
                }
            }

            _streams[link.Index] = stream.Handle == 0 ? null : stream;
        }

        public void OnLost(PeripheralLink link, bool letGo)
        {
        }

        public void OnNotified(PeripheralLink link, int handle, byte[] value, int length)
        {
            LinkStream stream = _streams[link.Index];
            if (stream != null && stream.Handle == handle && length >= NumberLength + SampleLength
                && stream.Meter.Take(value[0] | (value[1] << 8), (length - NumberLength) / SampleLength, _clock.Milliseconds))
            {
                _control.OnWindow(link, stream);
            }
        }

        public bool Needs(PeripheralLink link)
        {
            return false;
        }
    }
}
