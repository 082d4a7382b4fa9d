// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Bluetooth;
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
    public sealed partial class TwinObject : LwM2MObject
    {
        private const int PollMilliseconds = 10000;
        private const int RefreshMilliseconds = 1000;
        private const int FewFailures = 3;
        private const int TiredMilliseconds = 600000; // between attempts after those
        private const int LongestPollSeconds = 86400;
        private const int OldMilliseconds = 1000;

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

            // A value that was notified a while ago says when.
            bool isOld = code == CoapCode.Content && value == twin.Value(index) && _clock.Milliseconds - twin.KeptAt(index) >= OldMilliseconds;
            writer.Time = isOld && writer.HoldsTime ? TimeOf(twin.KeptAt(index)) : 0;
            bool written = code != CoapCode.Content || GattFormat.Write(twin.DataType(index), twin.Exponent(index), value, length, writer);
            writer.Time = 0;
            if (written)
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
