// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Streams;
using Firmware.Gateway.Views;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// An ObjectTwin: a GATT service as an LwM2M object, one instance for each peripheral that has it, one resource for each
    /// characteristic. Reads and writes go to the peripheral; Observe becomes a subscription, or polling where it cannot.
    /// </summary>
    public sealed class TwinObject : LwM2MObject
    {
        private const int PollMilliseconds = 10000;
        private const int RefreshMilliseconds = 1000;
        private const int FewFailures = 3;
        private const int TiredMilliseconds = 600000; // between attempts after those
        private const int LongestPollSeconds = 86400;

        private static readonly byte[] s_nothing = new byte[0];

        private readonly ArrayList _instances = new ArrayList();
        private readonly PeripheralLink[] _links;
        private readonly ViewRegistry _views;
        private readonly Clock _clock;
        private readonly Log _log;
        private long _refreshedAt;

        /// <summary>Creates the object without instances.</summary>
        /// <param name="objectId">See <see cref="TwinIds"/>.</param>
        /// <param name="links">The gateway's links.</param>
        /// <param name="views">The IPSO views beside the twins.</param>
        /// <param name="clock">For the times of a stream's packets.</param>
        /// <param name="log">Where a value that is not of its type is named.</param>
        public TwinObject(int objectId, PeripheralLink[] links, ViewRegistry views, Clock clock, Log log)
            : base(objectId, new int[0])
        {
            _links = links;
            _views = views;
            _clock = clock;
            _log = log;
        }

        /// <inheritdoc/>
        public override int InstanceCount
        {
            get { return _instances.Count; }
        }

        /// <inheritdoc/>
        public override int InstanceIdAt(int index)
        {
            return this[index].InstanceId;
        }

        /// <summary>An instance by its place.</summary>
        /// <param name="index">0 to <see cref="InstanceCount"/> - 1.</param>
        /// <returns>The instance.</returns>
        public TwinInstance this[int index]
        {
            get { return (TwinInstance)_instances[index]; }
        }

        /// <summary>Adds an instance, or puts it in the place of the one with its ID.</summary>
        /// <param name="instance">Filled, with its link.</param>
        public void Add(TwinInstance instance)
        {
            int at = 0;
            while (at < _instances.Count && InstanceIdAt(at) < instance.InstanceId)
            {
                at++;
            }

            if (at < _instances.Count && InstanceIdAt(at) == instance.InstanceId)
            {
                _instances.RemoveAt(at);
            }

            _instances.Insert(at, instance);
            for (int i = 0; i < instance.Count; i++)
            {
                DefineResource(instance, i);
            }
        }

        /// <summary>Removes an instance.</summary>
        /// <param name="instance">The instance.</param>
        public void Remove(TwinInstance instance)
        {
            _instances.Remove(instance);
        }

        /// <inheritdoc/>
        public override bool HasResource(int instanceId, int resourceId)
        {
            return Find(instanceId).Find(resourceId) >= 0;
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            TwinInstance twin = Find(instanceId);
            int index = twin.Find(resourceId);
            if (index == twin.StreamIndex && twin.Packets != null && twin.Link != null)
            {
                twin.Packets.Ticket = Registry.HoldTicket(); // told when the operation has ended
                if (writer.HoldsTime && twin.Packets.IsOffered(_clock.Milliseconds))
                {
                    WritePackets(twin.Packets, writer);
                    return CoapCode.Content;
                }
            }

            CoapCode code = Fetch(twin, index, out byte[] value, out int length);
            if (code == CoapCode.Content && value == null)
            {
                WriteNothing(twin.DataType(index), writer);
                return code;
            }

            if (code != CoapCode.Content || GattFormat.Write(twin.DataType(index), twin.Exponent(index), value, length, writer))
            {
                return code;
            }

            if (twin.MayWarn(index))
            {
                _log.Write("twin " + ResourcePath.ToText(ResourcePath.Of(ObjectId, instanceId, resourceId)) + ": a value of " + length.ToString() + " bytes is not of its type");
            }

            return CoapCode.InternalServerError;
        }

        /// <summary>Gets the value of a characteristic: one that came by itself, or by a read.</summary>
        /// <param name="twin">The twin.</param>
        /// <param name="index">Which of its records.</param>
        /// <param name="value">Holds it; null when it is observed and nothing was notified yet.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>Content, Pending while the peripheral is asked, or why not.</returns>
        public CoapCode Fetch(TwinInstance twin, int index, out byte[] value, out int length)
        {
            value = null;
            length = 0;
            if (twin.IsAdvertised)
            {
                value = twin.Value(index);
                length = twin.ValueLength(index);
                return CoapCode.Content;
            }

            PeripheralLink link = twin.Link;
            if (link == null)
            {
                return CoapCode.ServiceUnavailable;
            }

            bool notifies = twin.IsSubscribed(index) || (twin.Properties(index) & TwinInstance.Read) == 0;
            if (notifies && twin.ValueLength(index) >= 0)
            {
                value = twin.Value(index);
                length = twin.ValueLength(index);
                return CoapCode.Content;
            }

            if ((twin.Properties(index) & TwinInstance.Read) == 0)
            {
                // Only a notification can tell, and that may take its time.
                return !twin.IsObserved(index) || twin.Failures(index) > 0 ? CoapCode.MethodNotAllowed
                    : twin.IsSubscribed(index) ? CoapCode.Content : CoapCode.Pending;
            }

            int ticket = Registry.HoldTicket();
            GattJob job = link.Find(ticket, GattRequest.Read, twin.Handle(index));
            if (job == null)
            {
                job = link.Enqueue(ticket, GattRequest.Read, twin.Handle(index), null);
                return job == null ? CoapCode.ServiceUnavailable : CoapCode.Pending;
            }

            value = job.Value;
            length = value == null ? 0 : value.Length;
            return job.Result;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            TwinInstance twin = Find(instanceId);
            return Fits(twin, twin.Find(resourceId), reader) ? CoapCode.Changed : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            TwinInstance twin = Find(instanceId);
            int index = twin.Find(resourceId);
            return Send(twin, index, GattFormat.Read(twin.DataType(index), twin.Exponent(index), reader));
        }

        /// <inheritdoc/>
        public override bool IsSlowResource(int instanceId, int resourceId, int resourceInstanceId)
        {
            return true;
        }

        /// <inheritdoc/>
        public override CoapCode ExecuteResource(int instanceId, int resourceId, byte[] buffer, int offset, int count)
        {
            TwinInstance twin = Find(instanceId);
            byte[] argument = new byte[count];
            System.Array.Copy(buffer, offset, argument, 0, count);
            return Send(twin, twin.Find(resourceId), argument);
        }

        /// <inheritdoc/>
        public override void EndTicket(int ticket)
        {
            for (int i = 0; i < _links.Length; i++)
            {
                _links[i].EndTicket(ticket);
            }

            for (int i = 0; i < _instances.Count; i++)
            {
                this[i].Packets?.EndTicket(ticket);
            }
        }

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
            twin.Keep(index, value, length);
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
            if (twin.Keep(index, value, length))
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
                twin.Keep(index, value, value.Length);
            }
            else if (twin.Keep(index, value, value.Length))
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
            long now = _clock.Milliseconds;
            long utc = _clock.UtcMilliseconds;
            while (packets.Next(ref at, out long came, out int offset, out int length))
            {
                long ago = now - came;
                writer.Time = utc / 1000 >= ResourceWriter.FirstAbsoluteTime ? (utc - ago) / 1000.0 : -ago / 1000.0;
                writer.WriteOpaque(packets.Bytes, offset, length);
            }

            writer.Time = 0;
        }

        private CoapCode Send(TwinInstance twin, int index, byte[] value)
        {
            PeripheralLink link = twin.Link;
            if (link == null)
            {
                return CoapCode.ServiceUnavailable;
            }

            int ticket = Registry.HoldTicket();
            GattJob job = ticket == ObjectRegistry.NobodysTicket ? null : link.Find(ticket, GattRequest.Write, twin.Handle(index));
            if (job == null)
            {
                job = link.Enqueue(ticket, GattRequest.Write, twin.Handle(index), value);
                return job == null ? CoapCode.ServiceUnavailable : CoapCode.Pending;
            }

            return job.Result;
        }

        private static bool Fits(TwinInstance twin, int index, ResourceReader reader)
        {
            return GattFormat.Fits(twin.DataType(index), twin.Exponent(index), reader);
        }

        // A resource is defined by the first peripheral that has it.
        private void DefineResource(TwinInstance twin, int index)
        {
            int id = twin.ResourceId(index);
            if (Define(id) != -1)
            {
                return;
            }

            int properties = twin.Properties(index);
            bool readable = (properties & (TwinInstance.Read | TwinInstance.AnyNotify)) != 0;
            bool writable = (properties & TwinInstance.AnyWrite) != 0;
            int definition = id | GattFormat.ResourceType(twin.DataType(index), twin.Exponent(index))
                | (readable ? Resource.Read : 0) | (writable ? Resource.Write : 0) | (writable && !readable ? Resource.Execute : 0);

            int[] longer = new int[Resources.Length + 1];
            int at = 0;
            for (; at < Resources.Length && Resource.Id(Resources[at]) < id; at++)
            {
                longer[at] = Resources[at];
            }

            longer[at] = definition;
            for (; at < Resources.Length; at++)
            {
                longer[at + 1] = Resources[at];
            }

            Resources = longer;
        }

        /// <summary>Finds the instance of a sensor that advertises its values.</summary>
        /// <param name="address">Its address.</param>
        /// <returns>The instance, or null.</returns>
        public TwinInstance FindAdvertised(ulong address)
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                if (this[i].IsAdvertised && this[i].Address == address)
                {
                    return this[i];
                }
            }

            return null;
        }

        /// <summary>Finds an instance.</summary>
        /// <param name="instanceId">Its ID.</param>
        /// <returns>The instance, or null.</returns>
        public TwinInstance Find(int instanceId)
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                if (this[i].InstanceId == instanceId)
                {
                    return this[i];
                }
            }

            return null;
        }
    }
}
