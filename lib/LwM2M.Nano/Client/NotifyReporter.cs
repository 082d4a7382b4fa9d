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
        private NotifyInstance _awaited;
        private bool _hasFailed;

        internal NotifyReporter(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
            Backlog = new Backlog(session, client);
        }

        /// <summary>What could not be delivered.</summary>
        internal Backlog Backlog { get; }

        /// <summary>Some report was not delivered, in this life.</summary>
        internal bool HasFailed
        {
            get { return _hasFailed || Backlog.HasFailed; }
        }

        /// <summary>The confirmable report has been answered, or has not been delivered: then its values are kept.</summary>
        internal void OnEnded(bool delivered)
        {
            if (!delivered && _awaited != null)
            {
                Keep(_awaited);
            }

            _awaited = null;
        }

        /// <summary>Keeps the values of what is under way or due: the device goes to sleep.</summary>
        internal void KeepUndelivered()
        {
            Backlog.Pause();
            if (_awaited != null)
            {
                _session.Exchange.Abandon();
                _session.Upload.End();
                OnEnded(false);
            }

            NotifyObject notify = _client.Notify;
            long utc = _client.Clock.UtcMilliseconds;
            for (int i = 0; notify != null && i < notify.InstanceCount; i++)
            {
                NotifyInstance instance = notify[i];
                bool due = utc + SessionState.WakeToleranceMilliseconds >= instance.NextDue;
                if (IsMine(instance) && (due || instance.IsAsked))
                {
                    Keep(instance);
                    instance.IsAsked = false;
                    if (due)
                    {
                        instance.Advance(utc + SessionState.WakeToleranceMilliseconds);
                    }
                }
            }
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
                if (!IsMine(instance))
                {
                    continue;
                }

                long utc = _client.Clock.UtcMilliseconds;
                if (utc >= instance.NextDue && Send(instance))
                {
                    instance.IsAsked = false;
                    instance.Advance(utc);
                }
                else if (instance.IsAsked && Send(instance))
                {
                    instance.IsAsked = false;
                }

                long due = now + instance.NextDue - utc;
                next = due < next && due > now ? due : next;
            }

            long again = Backlog.Poll(now);
            return again < next ? again : next;
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

            if (code == CoapCode.ServiceUnavailable)
            {
                _client.Log("report not delivered");
                Keep(instance);
            }
            else if (code == CoapCode.Content)
            {
                _awaited = _session.Sender.IsAwaited ? instance : _awaited;
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
            long[] paths = PathsOf(instance, out int count);
            return _session.Sender.Send(paths, count, instance.ContentFormat, instance.IsConfirmable, instance.IsNoResponse, ref ticket);
        }

        private void Keep(NotifyInstance instance)
        {
            _hasFailed = true;
            long[] paths = PathsOf(instance, out int count);
            Backlog.Keep(paths, count);
        }

        // What the instance reports, a Batch's members one by one.
        private long[] PathsOf(NotifyInstance instance, out int count)
        {
            if (IsBatch(instance.Target))
            {
                BatchObject batches = (BatchObject)_client.Registry.Find(ObjectIds.Batch);
                return batches.Members(ResourcePath.InstanceId(instance.Target), out count);
            }

            count = 1;
            _one[0] = instance.Target;
            return _one;
        }

        private bool IsMine(NotifyInstance instance)
        {
            return instance.ShortServerId == _session.Server.ShortServerId && instance.PeriodSeconds > 0 && !instance.IsStopped;
        }

        private static bool IsBatch(long target)
        {
            return ResourcePath.ObjectId(target) == ObjectIds.Batch
                && (ResourcePath.Level(target) == 2 || ResourcePath.ResourceId(target) == ObjectIds.BatchValue);
        }
    }
}
