// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// Sends what the instances of the Notify object ask for. Two paths are special: "dp" is LwM2M Send, so that a server
    /// that knows no Notify receives the values, and "rd" is a Registration Update, the one signal by which every LwM2M
    /// server understands that the device is ready to receive.
    /// </summary>
    internal sealed class NotifyReporter
    {
        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly long[] _one = new long[1];

        internal NotifyReporter(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
        }

        /// <summary>A Reset stops the instance whose notification it answers.</summary>
        internal bool OnReset(int messageId)
        {
            NotifyObject notify = _client.Notify;
            for (int i = 0; notify != null && i < notify.InstanceCount; i++)
            {
                if (notify[i].ShortServerId == _session.Server.ShortServerId && notify[i].LastMessageId == messageId)
                {
                    _client.Log("notify " + notify[i].Id.ToString() + " stopped by reset");
                    notify[i].IsStopped = true;
                    return true;
                }
            }

            return false;
        }

        internal long Poll(long now)
        {
            long next = long.MaxValue;
            NotifyObject notify = _client.Notify;
            for (int i = 0; notify != null && i < notify.InstanceCount; i++)
            {
                NotifyInstance instance = notify[i];
                if (instance.ShortServerId != _session.Server.ShortServerId || instance.PeriodSeconds == 0 || instance.IsStopped)
                {
                    continue;
                }

                long utc = _client.Clock.UtcMilliseconds;
                if (utc >= instance.NextDue && Send(instance))
                {
                    instance.Advance(utc);
                }

                long due = now + instance.NextDue - utc;
                next = due < next && due > now ? due : next;
            }

            return next;
        }

        // False when the value or the exchange is not free yet.
        private bool Send(NotifyInstance instance)
        {
            string path = instance.UriPath.Trim('/');
            if (path == "rd")
            {
                _session.Registration.RequestUpdate();
                return true;
            }

            int ticket = instance.Ticket;
            CoapCode code = path == "dp" ? SendData(instance, ref ticket) : PutValue(instance, path, ref ticket);
            instance.Ticket = ticket;
            if (code == CoapCode.Pending)
            {
                return false;
            }

            if (code == CoapCode.Content)
            {
                instance.LastMessageId = _session.Sender.LastMessageId;
                instance.LastLength = _session.Sender.LastLength;
            }
            else
            {
                _client.Log("notify " + instance.Id.ToString() + (code == CoapCode.Forbidden ? " muted" : " has no value"));
            }

            return true;
        }

        private CoapCode PutValue(NotifyInstance instance, string path, ref int ticket)
        {
            long target = instance.Target;
            if (IsBatch(target))
            {
                target = ResourcePath.Of(ObjectIds.Batch, ResourcePath.InstanceId(target), ObjectIds.BatchValue);
            }

            return _session.Sender.Put(path, target, instance.ContentFormat, instance.IsConfirmable, instance.IsNoResponse, ref ticket);
        }

        private CoapCode SendData(NotifyInstance instance, ref int ticket)
        {
            long[] paths = _one;
            int count = 1;
            _one[0] = instance.Target;
            if (IsBatch(instance.Target))
            {
                BatchObject batches = (BatchObject)_client.Registry.Find(ObjectIds.Batch);
                paths = batches.Members(ResourcePath.InstanceId(instance.Target), out count);
            }

            return _session.Sender.Send(paths, count, instance.ContentFormat, instance.IsConfirmable, instance.IsNoResponse, ref ticket);
        }

        private static bool IsBatch(long target)
        {
            return ResourcePath.ObjectId(target) == ObjectIds.Batch
                && (ResourcePath.Level(target) == 2 || ResourcePath.ResourceId(target) == ObjectIds.BatchValue);
        }
    }
}
