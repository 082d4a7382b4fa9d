// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Bootstrap
{
    /// <summary>
    /// The bootstrap interface: asks the bootstrap server for accounts after the hold-off time, takes what it writes, and
    /// goes over to the new accounts at its Finish when they are consistent, or back to the old ones.
    /// </summary>
    public sealed class BootstrapProcess : IExchangeOwner, IBootstrapListener
    {
        private readonly IBootstrapHost _client;
        private readonly CoapEndpoint _endpoint;
        private readonly SecurityInstance _security;
        private byte[] _before;
        private bool _wanted;
        private bool _asking;
        private int _failures;
        private long _due = long.MaxValue;
        private int _retry;

        internal BootstrapProcess(IBootstrapHost client, CoapEndpoint endpoint, SecurityInstance security)
        {
            _client = client;
            _endpoint = endpoint;
            _security = security;
            _retry = client.RetryMilliseconds;
        }

        /// <inheritdoc/>
        string IBootstrapListener.Version
        {
            get { return _client.Version; }
        }

        /// <summary>The bootstrap server is at work: accounts have been asked for, or are being written.</summary>
        public bool IsActive
        {
            get { return _asking || _before != null || (_wanted && (_failures == 0 || _client.Accounts.Servers.InstanceCount == 0)); }
        }

        /// <summary>Asks for accounts when the hold-off time has passed, unless the server begins by itself before.</summary>
        public void Request()
        {
            if (!_wanted && _before == null)
            {
                _wanted = true;
                _failures = 0;
                _due = _client.Clock.Milliseconds + _security.HoldOffSeconds * 1000L;
            }
        }

        /// <inheritdoc/>
        public void OnResponse(CoapMessage response)
        {
            _asking = false;
            if (response.IsSuccess)
            {
                _client.Log("bootstrap begun");
                ExpectMore();
                return;
            }

            Fail("bootstrap refused");
        }

        /// <inheritdoc/>
        public void OnAcknowledged()
        {
        }

        /// <inheritdoc/>
        public void OnFailed(bool reset)
        {
            _asking = false;
            if (!reset)
            {
                _endpoint.Way.OnSilence();
            }

            Fail("bootstrap server does not answer");
        }

        void IBootstrapListener.OnBeforeChange()
        {
            if (_before == null)
            {
                byte[] record = new byte[ObjectRecord.MaximumLength];
                int length = ObjectRecord.Save(_client.Registry, record, 1);
                if (length == 0)
                {
                    _client.Log("state larger than its record: no way back");
                }

                _before = new byte[length];
                Array.Copy(record, 0, _before, 0, length);
                _client.OnWriting(true);
                _endpoint.Exchange.Abandon(); // the server has begun by itself
                _asking = false;
            }

            ExpectMore();
        }

        CoapCode IBootstrapListener.OnFinish()
        {
            string fault = _client.Accounts.Bootstrap == null ? "no bootstrap server" : _client.FindFault();
            if (fault != null)
            {
                Fail("bootstrap inconsistent: " + fault);
                return CoapCode.NotAcceptable;
            }

            if (_wanted || _before != null)
            {
                _client.Log("bootstrap finished");
                _client.OnAccounts(true);
            }

            _before = null;
            _client.OnWriting(false);
            _wanted = false;
            _due = long.MaxValue;
            _retry = _client.RetryMilliseconds;
            return CoapCode.Changed;
        }

        /// <summary>The server could not be agreed with on keys.</summary>
        internal void OnUnreachable()
        {
            if (_wanted)
            {
                _endpoint.Exchange.Abandon();
                OnFailed(true);
            }
        }

        /// <summary>When something is to be said, in milliseconds of the clock.</summary>
        internal long NextDue
        {
            get { return _wanted || _before != null ? _due : long.MaxValue; }
        }

        internal long Poll(long now)
        {
            if (now < _due)
            {
                return _due;
            }

            if (_before != null || !_wanted)
            {
                Fail("bootstrap not finished in time");
                return _due;
            }

            if (_asking || !_endpoint.Exchange.IsIdle)
            {
                return long.MaxValue;
            }

            _asking = true;
            _due = long.MaxValue;
            CoapWriter writer = _endpoint.BeginRequest(true, CoapCode.Post);
            writer.AddPath(CoapOption.UriPath, ServerPath(_security.Uri) + "bs");
            writer.AddOption(CoapOption.UriQuery, "ep=" + _client.EndpointName);
            _endpoint.SendConfirmable(this, null);
            return long.MaxValue;
        }

        private static string ServerPath(string uri)
        {
            ServerUri parts = ServerUri.Parse(uri);
            return parts == null || parts.Path.Length == 0 ? "" : parts.Path + "/";
        }

        private void ExpectMore()
        {
            _due = _client.Clock.Milliseconds + _endpoint.Transmission.ExchangeLifetimeMilliseconds;
        }

        // Back to the accounts there were; asked again later only when the device cannot do without.
        private void Fail(string reason)
        {
            _client.Log(reason);
            _failures++;
            if (_before != null)
            {
                ObjectRecord.Load(_client.Registry, _before, 1, _before.Length);
                _before = null;
                _client.OnWriting(false);
                _client.OnAccounts(false);
            }

            _wanted |= _client.Accounts.Servers.InstanceCount == 0;
            _due = _wanted ? _client.Clock.Milliseconds + _retry : long.MaxValue;
            _retry = _retry * 2 > _client.MaximumRetryMilliseconds ? _client.MaximumRetryMilliseconds : _retry * 2;
        }
    }
}
