// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Gatt;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// Subscribes to what is observed and notifies, polls what is observed and does not, tries again what was refused, and takes
    /// the results. Only changes are reported.
    /// </summary>
    internal sealed class TwinPoller
    {
        private const int PollMilliseconds = 10000;
        private const int FewFailures = 3;
        private const int TiredMilliseconds = 600000; // between attempts after those
        private const int LongestPollSeconds = 86400;

        private readonly Log _log;

        internal TwinPoller(Log log)
        {
            _log = log;
        }

        /// <summary>Does what there is to do for one twin.</summary>
        /// <param name="twins">Its object.</param>
        /// <param name="twin">The twin.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        internal void Poll(TwinObject twins, TwinInstance twin, long now)
        {
            for (int i = 0; twin.Link != null && i < twin.Count; i++)
            {
                if (!twin.IsBusy(i))
                {
                    continue;
                }

                if (twin.IsAsked(i))
                {
                    TakeResult(twins, twin, i, now);
                }
                else if (now >= twin.NextAt(i))
                {
                    Ask(twin, i);
                }
            }

            if (twin.Packets != null && twin.Packets.Turn(now, twin.Period(twin.StreamIndex) * 1000L))
            {
                twin.Link?.CountDropped(twin.Packets.TakeDropped());
                twins.Tell(twin, twin.StreamIndex);
            }
        }

        private static void Ask(TwinInstance twin, int index)
        {
            bool needed = Notifies(twin, index) ? twin.IsObserved(index) != twin.IsSubscribed(index)
                : twin.IsObserved(index) && (twin.Properties(index) & DiscoveredCharacteristic.Read) != 0;
            if (needed && twin.Link.Enqueue(PeripheralLink.OwnTicket, RequestFor(twin, index), twin.Handle(index), null) != null)
            {
                twin.SetAsked(index, true);
            }
        }

        private void TakeResult(TwinObject twins, TwinInstance twin, int index, long now)
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
                OnRefused(twins, twin, index);
            }
            else if (value == null)
            {
                OnSubscribed(twins, twin, index, request == GattRequest.Subscribe);
            }
            else
            {
                bool first = twin.ValueLength(index) < 0;
                if (twin.Keep(index, value, value.Length, now) && !first)
                {
                    twins.Tell(twin, index);
                }
            }
        }

        private static void OnSubscribed(TwinObject twins, TwinInstance twin, int index, bool subscribed)
        {
            twin.SetSubscribed(index, subscribed);
            if ((twin.Properties(index) & DiscoveredCharacteristic.Read) == 0)
            {
                twins.TellCompleted(); // whoever waits is told that there is nothing yet
            }
            else if (subscribed && twin.TakeBack(index) && index != twin.StreamIndex)
            {
                // What changed while the peripheral was away was not notified: it is read.
                twin.Forget(index);
                twins.Tell(twin, index);
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

        private void OnRefused(TwinObject twins, TwinInstance twin, int index)
        {
            if (twin.MayWarn(index))
            {
                _log.Write("twin " + ResourcePath.ToText(ResourcePath.Of(twins.ObjectId, twin.InstanceId, twin.ResourceId(index))) + ": the peripheral refuses what observing needs");
            }

            twins.TellCompleted(); // whoever waits for the first value is told
        }

        private static bool Notifies(TwinInstance twin, int index)
        {
            return (twin.Properties(index) & DiscoveredCharacteristic.AnyNotify) != 0;
        }

        private static GattRequest RequestFor(TwinInstance twin, int index)
        {
            return !Notifies(twin, index) ? GattRequest.Read : twin.IsSubscribed(index) ? GattRequest.Unsubscribe : GattRequest.Subscribe;
        }
    }
}
