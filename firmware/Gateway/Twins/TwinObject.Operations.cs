// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Gatt;
using Firmware.Gateway.Streams;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Twins
{
    /// <content>Reading, writing, executing: a GATT job each, or a value that came by itself.</content>
    public sealed partial class TwinObject
    {
        private const int OldMilliseconds = 1000;
        private const int OwedMilliseconds = 5000;

        private static readonly byte[] s_nothing = new byte[0];

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            TwinInstance twin = Find(instanceId);
            int index = twin.Find(resourceId);
            if (index == twin.StreamIndex && twin.Packets != null)
            {
                twin.Packets.Ticket = Registry.HoldTicket(); // told when the operation has ended; a format without times has the latest of it
                if (writer.HoldsTime && twin.Packets.IsOffered(_clock.Milliseconds))
                {
                    WritePackets(twin.Packets, writer);
                    return CoapCode.Content;
                }
            }

            CoapCode code = Fetch(twin, index, out byte[] value, out int length);
            if (code != CoapCode.Content)
            {
                return code;
            }

            twin.Describe(index, value, length, 0, _layout);
            if (value == null)
            {
                WriteNothing(writer);
                return code;
            }

            // A value that was notified a while ago says when.
            bool isOld = value == twin.Value(index) && _clock.Milliseconds - twin.KeptAt(index) >= OldMilliseconds;
            writer.Time = isOld && writer.HoldsTime ? TimeOf(twin.KeptAt(index)) : 0;
            bool written = _layout.Write(writer);
            writer.Time = 0;
            return written ? code : CoapCode.NotFound; // the peripheral has no value now
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

            // What came by itself is the value; of one that is away to those who observe it, since its last word may not have been told yet.
            // What was polled just now need not be read again.
            bool readable = (twin.Properties(index) & DiscoveredCharacteristic.Read) != 0;
            bool toldItself = (twin.IsSubscribed(index) || !readable) && (twin.Link != null || IsOwed(twin, index));
            bool polledNow = !toldItself && twin.IsObserved(index) && _clock.Milliseconds - twin.KeptAt(index) < OldMilliseconds;
            if ((toldItself || polledNow) && twin.ValueLength(index) >= 0)
            {
                value = twin.Value(index);
                length = twin.ValueLength(index);
                return CoapCode.Content;
            }

            if (twin.Link == null)
            {
                return CoapCode.ServiceUnavailable;
            }

            if (!readable)
            {
                // Only a notification can tell, and that may take its time.
                return !twin.IsObserved(index) || twin.Failures(index) > 0 ? CoapCode.MethodNotAllowed
                    : twin.IsSubscribed(index) ? CoapCode.Content : CoapCode.Pending;
            }

            GattJob job = Do(twin, index, GattRequest.Read, null);
            if (job != null && job.Result != CoapCode.Pending)
            {
                value = job.Value;
                length = value == null ? 0 : value.Length;
            }

            return job == null ? NoJob(twin) : job.Result;
        }

        // Whoever observes it may have to wait for a period until the last word of one that is away is due.
        private bool IsOwed(TwinInstance twin, int index)
        {
            return twin.IsObserved(index) && _clock.Milliseconds - twin.KeptAt(index) < twin.Period(index) * 1000L + OwedMilliseconds;
        }

        // All jobs are taken: one becomes free before long, unless the operation itself has them all.
        private CoapCode NoJob(TwinInstance twin)
        {
            return twin.Link.State == LinkState.Ready && !twin.Link.IsFullOf(Registry.Ticket) ? CoapCode.Pending : CoapCode.ServiceUnavailable;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            TwinInstance twin = Find(instanceId);
            return twin.Describe(twin.Find(resourceId), null, 0, 0, _layout).Fits(reader) ? CoapCode.Changed : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            TwinInstance twin = Find(instanceId);
            int index = twin.Find(resourceId);
            return Send(twin, index, twin.Describe(index, null, 0, 0, _layout).Read(reader));
        }

        /// <inheritdoc/>
        public override bool IsSlowResource(int instanceId, int resourceId, int resourceInstanceId)
        {
            return true;
        }

        /// <inheritdoc/>
        public override bool TakesAnyType(int resourceId, ResourceReader reader)
        {
            return true; // the instance judges
        }

        /// <inheritdoc/>
        public override CoapCode ExecuteResource(int instanceId, int resourceId, byte[] buffer, int offset, int count)
        {
            TwinInstance twin = Find(instanceId);
            byte[] argument = new byte[count];
            System.Array.Copy(buffer, offset, argument, 0, count);
            int index = twin.Find(resourceId);
            return (twin.Properties(index) & DiscoveredCharacteristic.Indicate) != 0 ? Command(twin, index, argument) : Send(twin, index, argument);
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

        // A control point answers by an indication, which must be asked for before: that is the resource's value then.
        private CoapCode Command(TwinInstance twin, int index, byte[] argument)
        {
            if (twin.Link == null)
            {
                return CoapCode.ServiceUnavailable;
            }

            GattJob subscribe = twin.IsSubscribed(index) ? null : Do(twin, index, GattRequest.Subscribe, null);
            if (!twin.IsSubscribed(index) && (subscribe == null || subscribe.Result != CoapCode.Changed))
            {
                return subscribe == null ? NoJob(twin) : subscribe.Result;
            }

            if (twin.Link.Find(Registry.HoldTicket(), GattRequest.Write, twin.Handle(index)) == null)
            {
                twin.Forget(index);
            }

            CoapCode written = Send(twin, index, argument);
            return written == CoapCode.Changed && twin.ValueLength(index) < 0 ? CoapCode.Pending : written;
        }

        private CoapCode Send(TwinInstance twin, int index, byte[] value)
        {
            GattJob job = twin.Link == null ? null : Do(twin, index, GattRequest.Write, value);
            if (job != null && job.Result == CoapCode.Changed && (twin.Properties(index) & DiscoveredCharacteristic.Read) != 0)
            {
                twin.Forget(index); // a peripheral need not notify who has written
                Tell(twin, index);
            }

            return job != null ? job.Result : twin.Link == null ? CoapCode.ServiceUnavailable : NoJob(twin);
        }

        // The job of the operation: the one begun before, or a new one; null when there is no room for it.
        private GattJob Do(TwinInstance twin, int index, GattRequest request, byte[] value)
        {
            int ticket = Registry.HoldTicket();
            GattJob job = ticket == ObjectRegistry.NobodysTicket ? null : twin.Link.Find(ticket, request, twin.Handle(index));
            return job == null ? twin.Link.Enqueue(ticket, request, twin.Handle(index), value) : job;
        }

        // It is observed, and nothing was notified yet.
        private void WriteNothing(ResourceWriter writer)
        {
            if (_layout.ResourceType == Resource.Opaque)
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
