// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Streams;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Twins
{
    /// <content>Observing: subscriptions, polling, notified values, packs of a stream.</content>
    public sealed partial class TwinObject
    {
        /// <inheritdoc/>
        public override void OnObservationsChanged()
        {
            for (int i = 0; Registry != null && i < _instances.Count; i++)
            {
                TwinInstance twin = this[i];
                for (int k = 0; twin.Link != null && k < twin.Count; k++)
                {
                    int own = Registry.ObservedEvery(ResourcePath.Of(ObjectId, twin.InstanceId, twin.ResourceId(k)));
                    int viewed = _views.ObservedEvery(twin, k);
                    twin.SetPeriod(k, own < viewed ? own : viewed);
                }

                bool packs = twin.StreamIndex >= 0 && twin.IsObserved(twin.StreamIndex) && twin.Period(twin.StreamIndex) > 0;
                if (packs != (twin.Packets != null))
                {
                    twin.Packets = packs ? new PacketBuffer() : null;
                }
            }
        }

        /// <summary>Whether somebody observes a value behind a link.</summary>
        /// <param name="link">The link.</param>
        /// <returns>True when one does.</returns>
        public bool IsObserved(PeripheralLink link)
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                for (int k = 0; this[i].Link == link && k < this[i].Count; k++)
                {
                    if (this[i].IsObserved(k))
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        /// <summary>A peripheral has notified a value.</summary>
        /// <param name="link">Which peripheral.</param>
        /// <param name="handle">Which characteristic.</param>
        /// <param name="value">The value.</param>
        /// <param name="length">Its length in bytes.</param>
        public void OnNotified(PeripheralLink link, int handle, byte[] value, int length)
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                int index = this[i].Link == link ? this[i].FindHandle(handle) : -1;
                if (index >= 0)
                {
                    OnNotified(this[i], index, value, length);
                }
            }
        }

        private void OnNotified(TwinInstance twin, int index, byte[] value, int length)
        {
            bool first = twin.ValueLength(index) < 0;
            twin.Keep(index, value, length, _clock.Milliseconds);
            if (first)
            {
                Completed();
            }

            if (index == twin.StreamIndex && twin.Packets != null)
            {
                twin.Packets.Put(_clock.Milliseconds, value, length);
                return;
            }

            Changed(twin.InstanceId, twin.ResourceId(index));
            _views.OnChanged(twin, index);
        }

        /// <summary>A sensor has told a value in an advertisement.</summary>
        /// <param name="twin">Its twin.</param>
        /// <param name="index">Which of its records.</param>
        /// <param name="value">The value.</param>
        /// <param name="length">Its length in bytes.</param>
        public void OnAdvertised(TwinInstance twin, int index, byte[] value, int length)
        {
            if (twin.Keep(index, value, length, _clock.Milliseconds))
            {
                Changed(twin.InstanceId, twin.ResourceId(index));
                _views.OnChanged(twin, index);
            }
        }

        /// <summary>
        /// Subscribes to what is observed and notifies, polls what is observed and does not, and takes the results. Reports
        /// changes only.
        /// </summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Poll(long now)
        {
            if (now - _refreshedAt >= RefreshMilliseconds)
            {
                _refreshedAt = now;
                OnObservationsChanged(); // periods are changed without a word
            }

            for (int i = 0; i < _instances.Count; i++)
            {
                TwinInstance twin = this[i];
                for (int k = 0; twin.Link != null && k < twin.Count; k++)
                {
                    if (twin.IsAsked(k))
                    {
                        TakeResult(twin, k, now);
                    }
                    else if (now >= twin.NextAt(k))
                    {
                        Ask(twin, k);
                    }
                }

                if (twin.Packets != null && twin.Packets.Turn(now, twin.Period(twin.StreamIndex) * 1000L))
                {
                    twin.Link?.CountDropped(twin.Packets.TakeDropped());
                    Changed(twin.InstanceId, twin.ResourceId(twin.StreamIndex));
                }
            }
        }

        private void Ask(TwinInstance twin, int index)
        {
            bool needed = Notifies(twin, index) ? twin.IsObserved(index) != twin.IsSubscribed(index)
                : twin.IsObserved(index) && (twin.Properties(index) & TwinInstance.Read) != 0;
            if (needed && twin.Link.Enqueue(PeripheralLink.OwnTicket, RequestFor(twin, index), twin.Handle(index), null) != null)
            {
                twin.SetAsked(index, true);
            }
        }

        private void TakeResult(TwinInstance twin, int index, long now)
        {
            GattRequest request = RequestFor(twin, index);
            GattJob job = twin.Link.Find(PeripheralLink.OwnTicket, request, twin.Handle(index));
            if (job != null && job.Result == CoapCode.Pending)
            {
                return;
            }

            bool done = job != null && (job.Result == CoapCode.Content || job.Result == CoapCode.Changed);
            byte[] value = done && request == GattRequest.Read ? job.Value : null;
            if (job != null)
            {
                twin.Link.Free(job);
            }

            twin.SetAsked(index, false);
            twin.SetFailures(index, done ? 0 : twin.Failures(index) + 1);
            twin.SetNextAt(index, now + WaitAfter(twin, index, done));
            if (!done)
            {
                OnRefused(twin, index);
            }
            else if (value == null)
            {
                OnSubscribed(twin, index, request == GattRequest.Subscribe);
            }
            else if (twin.ValueLength(index) < 0)
            {
                twin.Keep(index, value, value.Length, now);
            }
            else if (twin.Keep(index, value, value.Length, now))
            {
                Changed(twin.InstanceId, twin.ResourceId(index));
                _views.OnChanged(twin, index);
            }
        }

        private void OnSubscribed(TwinInstance twin, int index, bool subscribed)
        {
            twin.SetSubscribed(index, subscribed);
            if ((twin.Properties(index) & TwinInstance.Read) == 0)
            {
                Completed(); // whoever waits is told that there is nothing yet
            }
            else if (subscribed && twin.TakeBack(index) && index != twin.StreamIndex)
            {
                // What changed while the peripheral was away was not notified: it is read.
                twin.Forget(index);
                Changed(twin.InstanceId, twin.ResourceId(index));
                _views.OnChanged(twin, index);
            }
        }

        private static int WaitAfter(TwinInstance twin, int index, bool done)
        {
            if (!done)
            {
                return twin.Failures(index) < FewFailures ? PollMilliseconds : TiredMilliseconds;
            }

            int seconds = twin.Period(index) < LongestPollSeconds ? twin.Period(index) : LongestPollSeconds;
            return Notifies(twin, index) ? 0 : seconds * 1000 > PollMilliseconds ? seconds * 1000 : PollMilliseconds;
        }

        private void OnRefused(TwinInstance twin, int index)
        {
            if (twin.MayWarn(index))
            {
                _log.Write("twin " + ResourcePath.ToText(ResourcePath.Of(ObjectId, twin.InstanceId, twin.ResourceId(index))) + ": the peripheral refuses what observing needs");
            }

            Completed(); // whoever waits for the first value is told
        }

        private static bool Notifies(TwinInstance twin, int index)
        {
            return (twin.Properties(index) & TwinInstance.AnyNotify) != 0;
        }

        private static GattRequest RequestFor(TwinInstance twin, int index)
        {
            return !Notifies(twin, index) ? GattRequest.Read : twin.IsSubscribed(index) ? GattRequest.Unsubscribe : GattRequest.Subscribe;
        }

        // It is observed, and nothing was notified yet.
        private static void WriteNothing(int dataType, ResourceWriter writer)
        {
            if (dataType == GattFormat.Opaque)
            {
                writer.WriteOpaque(s_nothing, 0, 0);
            }
            else
            {
                writer.WriteNull();
            }
        }

        // A packet a record, each with the time it came.
        private void WritePackets(PacketBuffer packets, ResourceWriter writer)
        {
            int at = 0;
            while (packets.Next(ref at, out long came, out int offset, out int length))
            {
                writer.Time = TimeOf(came);
                writer.WriteOpaque(packets.Bytes, offset, length);
            }

            writer.Time = 0;
        }

        // As SenML has it: absolute, or in seconds ago while nobody has set the clock.
        private double TimeOf(long milliseconds)
        {
            long ago = _clock.Milliseconds - milliseconds;
            long utc = _clock.UtcMilliseconds;
            return utc / 1000 >= ResourceWriter.FirstAbsoluteTime ? (utc - ago) / 1000.0 : -ago / 1000.0;
        }
    }
}
